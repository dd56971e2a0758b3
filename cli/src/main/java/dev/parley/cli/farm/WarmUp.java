package dev.parley.cli.farm;

import dev.parley.contracts.RenderRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Checks a request and starts and stops a farm once, after a build, so that every later one starts faster: see {@link ClassArchive}. */
public final class WarmUp {
    /**
     * Takes as long as a cold start and some seconds more.
     *
     * @param request a good one
     * @param files those it names, by the key they would have in the store
     */
    public static void run(FarmLayout layout, RenderRequest request, Map<String, Path> files)
            throws FarmStartException, InterruptedException, IOException {
        try (TemporaryFolder folder = TemporaryFolder.make("parley-warm-up")) {
            Path dataDir = folder.path();
            try (InputCheck check = InputCheck.start(layout, dataDir, ClassArchive.MAKE, news -> {})) {
                check.ask(request, files);
                check.awaitEnd();
            }
            FarmSpecs specs = new FarmSpecs(layout, dataDir, FarmSettings.DEFAULT, ClassArchive.MAKE);
            EmbeddedFarm.start(specs, dataDir, news -> {}).closeSlowly();
        }
    }

    private WarmUp() {}
}
