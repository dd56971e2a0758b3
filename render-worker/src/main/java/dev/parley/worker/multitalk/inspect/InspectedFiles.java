package dev.parley.worker.multitalk.inspect;

import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.CheckpointSummary;
import dev.parley.multitalk.LoraSummary;
import dev.parley.multitalk.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checkpoints that are no model's folder: one file, or all in a folder.
 *
 * @param complete whether all can be read, and fit the model if one was given
 */
record InspectedFiles(Path path, boolean complete, List<InspectedFile> files) {
    private static final int DEEPEST = 6;
    private static final int MOST = 1000;
    private static final String INDEX = ".index.json";
    private static final List<String> ENDINGS = List.of(".safetensors", INDEX, ".pth", ".pt", ".bin");

    /**
     * @param contents null if it cannot be read
     * @param problem null if it can
     * @param lora null if it is none
     */
    record InspectedFile(Path file, CheckpointSummary contents, String problem, LoraSummary lora) {
        private boolean isRight() {
            return problem == null && (lora == null || lora.objections().isEmpty());
        }
    }

    /** @param base folder of the model that LoRAs are for */
    static InspectedFiles in(Path path, Optional<Path> base) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(path)) {
            try (Stream<Path> all = Files.walk(path, DEEPEST)) {
                all.filter(Files::isRegularFile)
                        .filter(InspectedFiles::isCheckpoint)
                        .sorted()
                        .limit(MOST)
                        .forEach(found::add);
            }
        } else {
            found.add(path);
        }
        List<InspectedFile> files = found.stream().map(file -> look(file, base)).toList();
        return new InspectedFiles(path, files.stream().allMatch(InspectedFile::isRight), files);
    }

    private static boolean isCheckpoint(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    private static InspectedFile look(Path file, Optional<Path> base) {
        try {
            CheckpointSummary contents = CheckpointSummary.of(file);
            LoraSummary alone = LoraSummary.of(file);
            boolean isLora = alone.changes() > 0 || !alone.otherModel().isEmpty();
            LoraSummary lora =
                    isLora && base.isPresent() ? ModelFiles.in(base.get()).lora(file) : alone;
            return new InspectedFile(file, contents, null, isLora ? lora : null);
        } catch (IOException | CheckpointException e) {
            return new InspectedFile(file, null, e.getMessage() == null ? e.toString() : e.getMessage(), null);
        }
    }
}
