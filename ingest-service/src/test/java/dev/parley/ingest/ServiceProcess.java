package dev.parley.ingest;

import dev.parley.testkit.TestBroker;
import dev.parley.testkit.TestStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service as it is shipped, in a process of its own. */
public final class ServiceProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");

    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private ServiceProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "service-log");
        reader.setDaemon(true);
        reader.start();
    }

    static ServiceProcess start(TestBroker broker, TestStore store) throws IOException {
        return start(broker, store, "256m");
    }

    static ServiceProcess start(TestBroker broker, TestStore store, String heap) throws IOException {
        return start(broker, store, heap, Map.of());
    }

    /** @param settings environment variables, which win over those of every test */
    public static ServiceProcess start(TestBroker broker, TestStore store, String heap, Map<String, String> settings)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx" + heap,
                        "-jar",
                        "target/quarkus-app/quarkus-run.jar")
                .redirectErrorStream(true);
        builder.environment().put("PARLEY_KAFKA", broker.bootstrap());
        builder.environment().put("PARLEY_S3_ENDPOINT", store.endpoint());
        builder.environment().put("PARLEY_S3_ACCESS_KEY", TestStore.KEY);
        builder.environment().put("PARLEY_S3_SECRET_KEY", TestStore.SECRET);
        builder.environment().put("PARLEY_HTTP_PORT", "0");
        builder.environment().put("PARLEY_WEBHOOK_ALLOW_PRIVATE", "true");
        // There are no workers, and tickets are wanted all the same.
        builder.environment().put("PARLEY_QUEUE_RESERVE", "10000");
        // Whoever takes over from one that was killed waits for so long; a broker allows no less.
        builder.environment().put("MP_MESSAGING_INCOMING_EVENTS_IN_SESSION_TIMEOUT_MS", "6000");
        builder.environment().put("MP_MESSAGING_INCOMING_REQUESTS_IN_SESSION_TIMEOUT_MS", "6000");
        builder.environment().putAll(settings);
        return new ServiceProcess(builder.start());
    }

    /** Returns when it listens. */
    public int port() throws Exception {
        return port.get(90, TimeUnit.SECONDS);
    }

    /** Stops it without ending it, as a machine that hangs. */
    public void freeze() throws Exception {
        signal("STOP");
    }

    public void wake() throws Exception {
        signal("CONT");
    }

    private void signal(String name) throws Exception {
        int rc = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (rc != 0) {
            throw new IllegalStateException("Cannot send %s to %d".formatted(name, process.pid()));
        }
    }

    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    private void read() {
        try (BufferedReader log = process.inputReader()) {
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                System.out.println("[service] " + line);
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    port.complete(Integer.valueOf(listening.group(1)));
                }
            }
            port.completeExceptionally(new IOException("The service ended before it listened"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
