package dev.parley.cli.farm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What one of the worker's programs answered: its last line that is JSON. */
public record ProgramAnswer(String json) {
    private static final String HEAP = "512m";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration ENDLESS = Duration.ofDays(365);

    /**
     * Runs a program that needs no question to its end.
     *
     * @throws IOException when it answered nothing, with what it complained of, or does not end within some minutes
     */
    public static ProgramAnswer of(FarmLayout layout, String program, Path home, Path scratch)
            throws FarmStartException, IOException, InterruptedException {
        return run(new Call(layout, program, "", home, scratch), PATIENCE, news -> {});
    }

    /** @param question for its standard input */
    public record Call(FarmLayout layout, String program, String question, Path home, Path scratch) {
        private String name() {
            return program.substring(program.lastIndexOf('.') + 1);
        }
    }

    /**
     * Runs a program to its end, however long that takes.
     *
     * @param news hears, on a thread of its own, each line that is no answer
     * @throws IOException when it answered nothing, with what it complained of
     */
    public static ProgramAnswer to(Call call, Consumer<String> news)
            throws FarmStartException, IOException, InterruptedException {
        return run(call, ENDLESS, news);
    }

    private static ProgramAnswer run(Call call, Duration patience, Consumer<String> news)
            throws FarmStartException, IOException, InterruptedException {
        Path log = call.scratch.resolve(call.name() + ".log");
        Process process = ServiceProgram.start(call.layout, "render-worker", call.program, call.home, HEAP, log);
        try {
            CompletableFuture<String> answer = listen(process, news);
            try (OutputStream in = process.getOutputStream()) {
                in.write(call.question.getBytes(StandardCharsets.UTF_8));
            } catch (IOException closed) {
                // It ended without reading its question: what it answered, or complained of, says why.
            }
            if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("%s is not responding".formatted(call.name()));
            }
            String json = answer.join();
            if (json.isEmpty()) {
                throw new IOException("%s ended with %d: %s".formatted(call.name(), process.exitValue(), end(log)));
            }
            return new ProgramAnswer(json);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Reads while it runs: an answer may be longer than a pipe holds. */
    private static CompletableFuture<String> listen(Process process, Consumer<String> news) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> answer.complete(lastAnswer(process, news)), "answer");
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    private static String lastAnswer(Process process, Consumer<String> news) {
        String last = "";
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("{") || line.startsWith("[")) {
                    last = line;
                } else {
                    news.accept(line);
                }
            }
        } catch (IOException ended) {
            return last; // the process was ended; what it said before counts
        }
        return last;
    }

    private static String end(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        return lines.isEmpty() ? "no output" : lines.get(0);
    }
}
