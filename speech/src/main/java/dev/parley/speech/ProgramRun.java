package dev.parley.speech;

import dev.parley.speech.SpeechException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a program within limits of time and of bytes that it writes; beyond them it is killed, with all that it started.
 *
 * @param time the longest that it may take
 * @param mostBytes the most that a file of its may have
 */
record ProgramRun(Path program, Duration time, long mostBytes) {
    /** Stands in the arguments for the file that is to be written. */
    static final String OUT = "{out}";

    private static final int PAUSE_MILLIS = 5;
    private static final int MESSAGE_CHARS = 200;

    /** The first executable file of that name in the folders, as they are searched. */
    static Optional<Path> find(String name, List<Path> folders) {
        return folders.stream()
                .map(folder -> folder.resolve(name).toAbsolutePath())
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    String name() {
        return program.getFileName().toString();
    }

    /** What it prints; nothing where it fails. */
    String says(String argument) {
        try (Folder folder = new Folder()) {
            run(List.of(argument), "", folder);
            return folder.read("stdout", mostBytes);
        } catch (SpeechException | IOException e) {
            return "";
        }
    }

    /** The file that it writes when it reads {@code input}. */
    byte[] writes(List<String> arguments, String input) throws SpeechException {
        try (Folder folder = new Folder()) {
            run(arguments, input, folder);
            if (!Files.exists(folder.file("out"))) {
                throw failed("it wrote nothing");
            }
            return Files.readAllBytes(folder.file("out"));
        } catch (IOException e) {
            throw new SpeechException(Problem.SYNTHESIZER_FAILED, "Cannot run %s: %s".formatted(name(), e), e);
        }
    }

    private void run(List<String> arguments, String input, Folder folder) throws IOException, SpeechException {
        Files.writeString(folder.file("stdin"), input, StandardCharsets.UTF_8);
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        arguments.forEach(
                argument -> command.add(argument.replace(OUT, folder.file("out").toString())));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.path.toFile())
                .redirectInput(folder.file("stdin").toFile())
                .redirectOutput(folder.file("stdout").toFile())
                .redirectError(folder.file("stderr").toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        try {
            await(process, folder);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            String complaint = folder.read("stderr", MESSAGE_CHARS).strip();
            throw failed("it ended with code %d%s"
                    .formatted(process.exitValue(), complaint.isEmpty() ? "" : ": " + complaint));
        }
    }

    private void await(Process process, Folder folder) throws IOException, SpeechException {
        long deadline = System.nanoTime() + time.toNanos();
        try {
            while (!process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() > deadline) {
                    throw failed("it took more than %d s".formatted(time.toSeconds()));
                }
                if (folder.bytes() > mostBytes) {
                    throw failed("it wrote more than %d bytes".formatted(mostBytes));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SpeechException(Problem.SYNTHESIZER_FAILED, "Interrupted while " + name() + " spoke", e);
        }
        if (folder.bytes() > mostBytes) {
            throw failed("it wrote more than %d bytes".formatted(mostBytes));
        }
    }

    private SpeechException failed(String how) {
        return new SpeechException(Problem.SYNTHESIZER_FAILED, "%s failed: %s".formatted(name(), how));
    }

    /** A folder that only its owner can read, gone when closed. */
    private static final class Folder implements AutoCloseable {
        private final Path path = Files.createTempDirectory("parley-speech-");

        Folder() throws IOException {}

        Path file(String name) {
            return path.resolve(name);
        }

        long bytes() throws IOException {
            long bytes = 0;
            for (Path file : files()) {
                bytes += Files.exists(file) ? Files.size(file) : 0;
            }
            return bytes;
        }

        String read(String name, long most) throws IOException {
            try (InputStream in = Files.newInputStream(file(name))) {
                return new String(in.readNBytes((int) most), StandardCharsets.UTF_8);
            }
        }

        private List<Path> files() throws IOException {
            try (Stream<Path> files = Files.list(path)) {
                return files.toList();
            }
        }

        @Override
        public void close() throws IOException {
            for (Path file : files()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(path);
        }
    }
}
