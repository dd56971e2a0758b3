package dev.parley.cli.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The logs in a farm's data directory: of the farm that runs or ran last ({@code .log}), and of the one before.
 *
 * @param folder where they are
 */
public record FarmLogs(Path folder) {
    private static final Pattern NAME = Pattern.compile("(.+)\\.log(\\.1)?");

    public static FarmLogs in(Path dataDir) {
        return new FarmLogs(dataDir.resolve("logs"));
    }

    /** The files, what was set aside before what is written now; none where no farm has run yet. */
    public List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> Files.isRegularFile(file) && name(file).matches())
                    .sorted(Comparator.comparing(FarmLogs::isNow).thenComparing(Path::getFileName))
                    .toList();
        }
    }

    /** The process that wrote a file. */
    static String process(Path file) {
        Matcher name = name(file);
        if (!name.matches()) {
            throw new IllegalArgumentException("%s is not the log of a process".formatted(file));
        }
        return name.group(1);
    }

    private static boolean isNow(Path file) {
        return file.toString().endsWith(".log");
    }

    private static Matcher name(Path file) {
        return NAME.matcher(file.getFileName().toString());
    }
}
