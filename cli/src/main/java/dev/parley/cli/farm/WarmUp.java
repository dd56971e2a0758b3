package dev.parley.cli.farm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Starts and stops a farm once, after a build, so that every later one starts faster: see {@link ClassArchive}. */
public final class WarmUp {
    /** Takes as long as a cold start and some seconds more. */
    public static void run(FarmLayout layout) throws FarmStartException, InterruptedException, IOException {
        Path dataDir = Files.createTempDirectory("parley-warm-up");
        try {
            FarmSpecs specs = new FarmSpecs(layout, dataDir, FarmSettings.DEFAULT, ClassArchive.MAKE);
            EmbeddedFarm.start(specs, dataDir, news -> {}).closeSlowly();
        } finally {
            delete(dataDir);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> found = Files.walk(folder)) {
            deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }

    private WarmUp() {}
}
