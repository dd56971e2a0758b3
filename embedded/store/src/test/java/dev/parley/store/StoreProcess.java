package dev.parley.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@link StoreMain} as a child process that holds on to our standard input. */
final class StoreProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("READY port=(\\d+)");
    private final Process process;
    private final BufferedReader said;

    private StoreProcess(Process process) {
        this.process = process;
        this.said = process.inputReader();
    }

    static StoreProcess run(Path dir) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StoreMain.class.getName(),
                dir.toString());
        builder.environment().put("PARLEY_EXIT_WITH_STDIN", "true");
        builder.environment().put("PARLEY_S3_ACCESS_KEY", Objects.ACCESS);
        builder.environment().put("PARLEY_S3_SECRET_KEY", Objects.SECRET);
        builder.redirectError(dir.resolveSibling("store.err").toFile());
        return new StoreProcess(builder.start());
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
