package dev.parley.speech;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Where programs are looked for. */
public final class ProgramPath {
    /** The absolute folders of {@code PATH}, in its order. */
    public static List<Path> of(Map<String, String> environment) {
        return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank() && new File(folder).isAbsolute())
                .map(Path::of)
                .toList();
    }

    private ProgramPath() {}
}
