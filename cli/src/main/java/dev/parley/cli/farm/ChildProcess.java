package dev.parley.cli.farm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A started {@link ProcessSpec}. It does not hear the Ctrl-C of our terminal, which is ours to act on; it holds the
 * other end of its standard input and ends with us ({@code PARLEY_EXIT_WITH_STDIN}).
 */
final class ChildProcess {
    private static final Pattern PORT = Pattern.compile("(OPENING|READY) port=(\\d+)");
    private static final int LOG_LINES = 15;

    private final ProcessSpec spec;
    private final Process process;
    private final CompletableFuture<Integer> saidPort = new CompletableFuture<>();
    private final CompletableFuture<Integer> saidReady = new CompletableFuture<>();

    private ChildProcess(ProcessSpec spec, Process process) {
        this.spec = spec;
        this.process = process;
    }

    static ChildProcess start(ProcessSpec spec) throws FarmStartException {
        // Faces and voices, in logs and scratch files too: nobody else's to read.
        // An ignored signal stays ignored across exec, and the JVM leaves an ignored SIGINT alone.
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", "umask 077; trap '' INT HUP; exec \"$@\"", "sh"));
        command.addAll(spec.command());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(spec.environment());
        builder.environment().put("PARLEY_EXIT_WITH_STDIN", "true");
        try {
            Files.createDirectories(spec.log().getParent());
            builder.redirectError(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
            ChildProcess child = new ChildProcess(spec, builder.start());
            Thread listener = new Thread(child::listen, "output-of-" + spec.name());
            listener.setDaemon(true);
            listener.start();
            return child;
        } catch (IOException e) {
            throw new FarmStartException("Cannot start the %s: %s".formatted(spec.name(), e.getMessage()), e);
        }
    }

    /** Its standard output goes into the log as well; the lines that say OPENING and READY are ours. */
    private void listen() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Matcher port = PORT.matcher(line);
                if (port.matches()) {
                    heard(port.group(1), Integer.parseInt(port.group(2)));
                }
                Files.writeString(spec.log(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException | UncheckedIOException e) {
            // its end, or a log that cannot be written: neither is a reason to bother the child
        }
    }

    private void heard(String what, int port) {
        saidPort.complete(port);
        if (what.equals("READY")) {
            saidReady.complete(port);
        }
    }

    ProcessSpec spec() {
        return spec;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    /** Where it will accept clients, as soon as it says so. */
    int awaitPort(Duration patience) throws FarmStartException, InterruptedException {
        return await(saidPort, patience);
    }

    /** Returns once it accepts clients. */
    void awaitReady(Duration patience) throws FarmStartException, InterruptedException {
        await(saidReady, patience);
    }

    private int await(CompletableFuture<Integer> said, Duration patience)
            throws FarmStartException, InterruptedException {
        CompletableFuture<Object> first = CompletableFuture.anyOf(said, process.onExit());
        try {
            if (first.get(patience.toMillis(), TimeUnit.MILLISECONDS) instanceof Integer port) {
                return port;
            }
            // It may have said so and ended at once; it is of no use either way.
            throw ended();
        } catch (TimeoutException e) {
            throw notReady(patience, "");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    void requireAlive() throws FarmStartException {
        if (!process.isAlive()) {
            throw ended();
        }
    }

    FarmStartException ended() {
        return new FarmStartException("The %s exited with code %d. The end of %s:%n%s"
                .formatted(spec.name(), process.exitValue(), spec.log(), logTail()));
    }

    /** @param problem what it says is missing; empty if it does not say */
    FarmStartException notReady(Duration patience, String problem) {
        return new FarmStartException("The %s was not ready after %d s%s. The end of %s:%n%s"
                .formatted(
                        spec.name(),
                        patience.toSeconds(),
                        problem.isEmpty() ? "" : ": " + problem,
                        spec.log(),
                        logTail()));
    }

    private String logTail() {
        Path log = spec.log();
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(" + e + ")";
        }
    }

    /** Asks it to end; {@link #awaitEnd} says whether it did. */
    void terminate() {
        process.destroy();
    }

    /** Returns when it is gone: by itself within {@code patience}, else killed. */
    void awaitEnd(Duration patience) {
        try {
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        process.onExit().join();
    }
}
