package dev.parley.worker.multitalk.inspect;

import dev.parley.contracts.Json;
import dev.parley.kit.admission.ModelFolder;
import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.Conversion;
import dev.parley.multitalk.ModelFiles;
import dev.parley.worker.multitalk.MultiTalkEnvironment;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Converts a model or a checkpoint, as a program: reads a {@link Task} as JSON from standard input, writes a line for each
 * percent that is done, and at the end one line of JSON, an {@link Outcome}, to standard output.
 */
public final class ModelConverter {
    /**
     * @param path a model's folder, or the checkpoint to convert; null for the farm's own model
     * @param to {@code safetensors}, {@code int8} or {@code fp8}
     * @param output where a checkpoint goes; null: beside it, with another ending
     * @param precision {@code f32} or {@code bf16}; null for the worker's
     * @param force whether files that are there are replaced
     */
    record Task(String path, String to, String output, String precision, boolean force) {}

    /**
     * @param problem why not all was converted; null if it was
     * @param invalid whether it is the input that is wrong, or in the way
     */
    record Outcome(List<String> written, long bytes, String problem, boolean invalid) {
        static Outcome of(Throwable problem, boolean invalid) {
            String message = problem.getMessage() == null ? problem.toString() : problem.getMessage();
            return new Outcome(List.of(), 0, message, invalid);
        }
    }

    private ModelConverter() {}

    public static void main(String[] args) throws IOException {
        Locale.setDefault(Locale.ENGLISH); // as the services
        Task task = Json.mapper().readValue(System.in, Task.class);
        System.out.println(Json.write(outcome(task)));
        System.out.flush();
        Runtime.getRuntime().halt(0); // PyTorch's threads would keep the process
    }

    static Outcome outcome(Task task) {
        try {
            return run(task);
        } catch (CheckpointException | NoSuchFileException | IllegalArgumentException e) {
            return Outcome.of(e, true);
        } catch (IOException | RuntimeException | LinkageError e) {
            return Outcome.of(e, false);
        }
    }

    private static Outcome run(Task task) throws IOException {
        Conversion conversion = conversion(task);
        List<Path> existing = conversion.existing();
        if (!existing.isEmpty() && !task.force()) {
            throw new IllegalArgumentException("%s is there already: --force replaces it".formatted(existing.get(0)));
        }
        conversion.run(new Percents());
        return new Outcome(conversion.outputs().stream().map(Path::toString).toList(), conversion.bytes(), null, false);
    }

    private static Conversion conversion(Task task) throws IOException {
        SmallRyeConfig config = MultiTalkEnvironment.read();
        Path path = task.path() == null ? ModelFolder.of(config).path() : Path.of(task.path());
        if (task.to().equals("safetensors")) {
            return Conversion.toSafetensors(path, output(path, task.output()));
        }
        if (!Files.isDirectory(path)) {
            throw new IllegalArgumentException("%s is no model's folder".formatted(path));
        }
        var precision = ModelInspector.options(config, task.precision()).precision();
        return task.to().equals("fp8")
                ? Conversion.toFp8(ModelFiles.in(path), precision)
                : Conversion.toInt8(ModelFiles.in(path), precision);
    }

    private static Path output(Path from, String output) {
        if (output != null) {
            return Path.of(output);
        }
        String name = from.getFileName().toString();
        String stem = name.replaceFirst("\\.(pth|pt|bin|safetensors\\.index\\.json)$", "");
        if (stem.equals(name)) {
            throw new IllegalArgumentException(
                    "%s is no .pth, .pt, .bin or index: give the output's name".formatted(from));
        }
        return from.resolveSibling(stem + ".safetensors");
    }

    /** A line for each percent. */
    private static final class Percents implements Conversion.Listener {
        private long last = -1;

        @Override
        public void written(Path file, long done, long total) {
            long percent = total == 0 ? 100 : done * 100 / total;
            if (percent > last) {
                last = percent;
                System.out.println("%d %% of %.1f MB, %s".formatted(percent, total / 1e6, file.getFileName()));
                System.out.flush();
            }
        }
    }
}
