package dev.parley.kit.admission;

import dev.parley.speech.Voices;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The voices of this machine, looked for once. */
@Dependent
public class InstalledVoices {
    @Produces
    @Singleton
    Voices voices() {
        return find();
    }

    static Voices find() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        List<Path> folders = Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank() && new File(folder).isAbsolute())
                .map(Path::of)
                .toList();
        return Voices.installed(folders);
    }
}
