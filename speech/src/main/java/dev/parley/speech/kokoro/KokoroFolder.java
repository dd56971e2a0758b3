package dev.parley.kokoro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The published files: {@code config.json}, the checkpoint, {@code voices/}.
 *
 * @param voices files by the name of the voice, as {@code af_heart}
 */
record KokoroFolder(Path config, Path checkpoint, Map<String, Path> voices) {
    private static final Pattern VOICE = Pattern.compile("([a-z][fm]_[a-z0-9_]{1,40})\\.(pt|bin)");

    KokoroFolder {
        voices = new TreeMap<>(voices);
    }

    /** @throws IOException when something is missing, which the message names */
    static KokoroFolder open(Path folder) throws IOException {
        Path config = folder.resolve("config.json");
        if (!Files.isRegularFile(config)) {
            throw new IOException("No Kokoro in %s: it has no config.json".formatted(folder));
        }
        List<Path> checkpoints = files(folder, ".*\\.(pth|safetensors)");
        if (checkpoints.isEmpty()) {
            throw new IOException("No Kokoro in %s: expected kokoro-v1_0.pth".formatted(folder));
        }
        Map<String, Path> voices = new TreeMap<>();
        Path voiceFolder = folder.resolve("voices");
        for (Path file : Files.isDirectory(voiceFolder) ? files(voiceFolder, VOICE.pattern()) : List.<Path>of()) {
            Matcher name = VOICE.matcher(file.getFileName().toString());
            if (name.matches()) {
                voices.putIfAbsent(name.group(1), file);
            }
        }
        if (voices.isEmpty()) {
            throw new IOException(
                    "No voices of Kokoro in %s: expected files such as af_heart.pt".formatted(voiceFolder));
        }
        return new KokoroFolder(config, checkpoints.get(0), voices);
    }

    private static List<Path> files(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches(name))
                    .sorted()
                    .toList();
        }
    }
}
