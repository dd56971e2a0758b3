package dev.parley.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@link BrokerMain} as a child process that holds on to our standard input. */
final class BrokerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("READY port=(\\d+)");
    private final Process process;
    private final BufferedReader said;

    private BrokerProcess(Process process) {
        this.process = process;
        this.said = process.inputReader();
    }

    static BrokerProcess run(Path dir) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerMain.class.getName(),
                dir.toString());
        builder.environment().put("PARLEY_EXIT_WITH_STDIN", "true");
        builder.redirectError(dir.resolveSibling("broker.err").toFile());
        return new BrokerProcess(builder.start());
    }

    /** The port of the line that says READY; fails where the process ends or says something else. */
    int ready() throws IOException {
        String line = said.readLine();
        Matcher matcher = READY.matcher(line == null ? "" : line);
        if (!matcher.matches()) {
            throw new IOException("Expected 'READY port=NNNN', got: " + line);
        }
        return Integer.parseInt(matcher.group(1));
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void terminate() {
        process.destroy();
    }

    void closeItsStdin() throws IOException {
        process.getOutputStream().close();
    }

    boolean endsWithin(int seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    int exitCode() {
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
