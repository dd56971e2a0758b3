package dev.parley.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program of the embedded farm as a child process that holds on to our standard input. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("(OPENING|READY) port=(\\d+)");
    private final Process process;
    private final BufferedReader said;

    private ServerProcess(Process process) {
        this.process = process;
        this.said = process.inputReader();
    }

    /** @param environment what the program needs besides the order to end with its standard input */
    public static ServerProcess run(Class<?> program, String heap, Path dir, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                dir.toString());
        builder.environment().put("PARLEY_EXIT_WITH_STDIN", "true");
        builder.environment().putAll(environment);
        builder.redirectError(
                dir.resolveSibling(program.getSimpleName() + ".err").toFile());
        return new ServerProcess(builder.start());
    }

    /** The port of the line that says READY; fails where the process ends, says something else, or opened another port. */
    public int ready() throws IOException {
        int opening = port("OPENING");
        int ready = port("READY");
        if (ready != opening) {
            throw new IOException("Expected port %d, which was opened, got: %d".formatted(opening, ready));
        }
        return ready;
    }

    private int port(String what) throws IOException {
        String line = said.readLine();
        Matcher matcher = PORT.matcher(line == null ? "" : line);
        if (!matcher.matches() || !matcher.group(1).equals(what)) {
            throw new IOException("Expected '%s port=NNNN', got: %s".formatted(what, line));
        }
        return Integer.parseInt(matcher.group(2));
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public void terminate() {
        process.destroy();
    }

    public void closeItsStdin() throws IOException {
        process.getOutputStream().close();
    }

    public boolean endsWithin(int seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    public int exitCode() {
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
