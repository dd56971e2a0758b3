package dev.parley.kit.admission;

import dev.parley.speech.kokoro.KokoroFolderException;
import dev.parley.speech.kokoro.KokoroProcess;
import dev.parley.speech.kokoro.KokoroVoices;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Where Kokoro's files and its program are.
 *
 * @param folder set or pulled
 * @param classPath of the program; empty where nobody said
 */
record KokoroSettings(Path folder, Optional<String> classPath) {
    private static final String FOLDER = "Kokoro-82M";

    /** @return empty where no folder is set and none was pulled */
    static Optional<KokoroSettings> of(Config config) {
        Optional<Path> set = config.getOptionalValue("parley.kokoro", Path.class);
        Path pulled = ModelFolder.models(config).resolve(FOLDER);
        return set.or(() -> Optional.of(pulled).filter(Files::isDirectory))
                .map(folder -> new KokoroSettings(
                        folder.toAbsolutePath().normalize(),
                        config.getOptionalValue("parley.kokoro.classpath", String.class)));
    }

    /**
     * Looks at the folder.
     *
     * @param path where espeak-ng is looked for
     * @throws KokoroFolderException when the folder does not hold Kokoro's files
     */
    KokoroVoices voices(List<Path> path) throws KokoroFolderException {
        return KokoroVoices.open(folder, path);
    }

    /** @throws IllegalStateException where nobody said where the program is */
    KokoroVoices.Speaker speaker() {
        return KokoroProcess.of(
                classPath.orElseThrow(() -> new IllegalStateException(
                        "%s is there, but PARLEY_KOKORO_CLASSPATH does not say where the program is"
                                .formatted(folder))),
                folder);
    }
}
