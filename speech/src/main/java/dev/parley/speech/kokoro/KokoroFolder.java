package dev.parley.speech.kokoro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * The published files: {@code config.json}, the checkpoint, {@code voices/}.
 *
 * @param voices files by the name of the voice, as {@code af_heart}
 */
public record KokoroFolder(Path config, Path checkpoint, Map<String, Path> voices) {
    private static final Pattern CHECKPOINT = Pattern.compile(".*\\.(pth|safetensors)");
    private static final Pattern VOICE = Pattern.compile("([a-z][fm]_[a-z0-9_]{1,40})\\.(pt|bin)");

    public KokoroFolder {
        voices = new TreeMap<>(voices);
    }

    /**
     * Looks at names and ends of files only.
     *
     * @throws KokoroFolderException when something is missing or was cut off
     */
    public static KokoroFolder open(Path folder) throws KokoroFolderException {
        try {
            return read(folder);
        } catch (KokoroFolderException e) {
            throw e;
        } catch (IOException e) {
            throw new KokoroFolderException("Cannot read %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static KokoroFolder read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new KokoroFolderException("No Kokoro in %s: there is no such folder".formatted(folder));
        }
        Path config = folder.resolve("config.json");
        if (!Files.isRegularFile(config)) {
            throw new KokoroFolderException("No Kokoro in %s: it has no config.json".formatted(folder));
        }
        List<Path> checkpoints = files(folder, CHECKPOINT);
        if (checkpoints.isEmpty()) {
            throw new KokoroFolderException("No Kokoro in %s: expected kokoro-v1_0.pth".formatted(folder));
        }
        requireWhole(checkpoints.get(0));
        return new KokoroFolder(config, checkpoints.get(0), voices(folder.resolve("voices")));
    }

    /** What {@code torch.save} writes is a zip; one that was cut off has lost its directory. */
    private static void requireWhole(Path checkpoint) throws KokoroFolderException {
        if (!checkpoint.toString().endsWith(".pth")) {
            return;
        }
        try (ZipFile zip = new ZipFile(checkpoint.toFile())) {
            if (zip.size() == 0) {
                throw new KokoroFolderException("%s is damaged: it is empty".formatted(checkpoint));
            }
        } catch (KokoroFolderException e) {
            throw e;
        } catch (IOException e) {
            throw new KokoroFolderException(
                    "%s is damaged: of %d bytes, no complete zip".formatted(checkpoint, length(checkpoint)), e);
        }
    }

    private static long length(Path file) {
        return file.toFile().length();
    }

    private static Map<String, Path> voices(Path folder) throws IOException {
        Map<String, Path> voices = new TreeMap<>();
        for (Path file : Files.isDirectory(folder) ? files(folder, VOICE) : List.<Path>of()) {
            Matcher name = VOICE.matcher(file.getFileName().toString());
            if (name.matches()) {
                voices.putIfAbsent(name.group(1), file);
            }
        }
        if (voices.isEmpty()) {
            throw new KokoroFolderException(
                    "No voices of Kokoro in %s: expected files such as af_heart.pt".formatted(folder));
        }
        return voices;
    }

    private static List<Path> files(Path folder, Pattern name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> name.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }
}
