package dev.parley.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Broker, store and the three services, each a process of its own that learns of the others from its environment alone:
 * what an operator with a Kafka cluster and an S3 endpoint runs.
 */
final class Farm implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("READY port=(\\d+)");
    private static final Duration START = Duration.ofMinutes(4);

    private final Path folder;
    private final Map<String, String> extra;
    private final List<Part> parts = new ArrayList<>();
    private final Map<String, URI> urls = new LinkedHashMap<>();
    private Part broker;
    private Part store;
    private int kafkaPort;
    private int storePort;
    private URI ingest;

    /** @param extra for every process: settings of the services, as {@code PARLEY_...}, or of Java */
    Farm(Path folder, Map<String, String> extra) {
        this.folder = folder;
        this.extra = extra;
    }

    /** Starts all of it and waits until it is ready. */
    Farm start(int workers) throws Exception {
        startBroker();
        startStore();
        Service in = startService("ingest-service", "ingest", Map.of("PARLEY_WEBHOOK_ALLOW_PRIVATE", "true"));
        Service assembler = startService("assembler-service", "assembler", Map.of());
        List<Service> started = new ArrayList<>(List.of(in, assembler));
        for (int i = 1; i <= workers; i++) {
            started.add(startWorker("w" + i));
        }
        ingest = in.url;
        started.forEach(Farm::awaitReady);
        return this;
    }

    void startBroker() throws IOException {
        Path data = folder.resolve("broker");
        broker = Part.start("broker", folder, Distribution.library("broker", data.toString()), extra);
        kafkaPort = awaitPort(broker);
    }

    void startStore() throws IOException {
        Path data = folder.resolve("store");
        Map<String, String> environment = new HashMap<>(extra);
        environment.putAll(Map.of("PARLEY_S3_ACCESS_KEY", "key", "PARLEY_S3_SECRET_KEY", "secret-of-the-test"));
        store = Part.start("store", folder, Distribution.library("store", data.toString()), environment);
        storePort = awaitPort(store);
    }

    record Service(Part part, URI url) {}

    Service startWorker(String name) throws IOException {
        return startService("render-worker", name, Map.of("PARLEY_WORKER_NAME", name));
    }

    private Service startService(String service, String name, Map<String, String> own) throws IOException {
        int port = freePort();
        Map<String, String> environment = new HashMap<>(Map.of(
                "PARLEY_KAFKA",
                "127.0.0.1:" + kafkaPort,
                "PARLEY_S3_ENDPOINT",
                "http://127.0.0.1:" + storePort,
                "PARLEY_S3_ACCESS_KEY",
                "key",
                "PARLEY_S3_SECRET_KEY",
                "secret-of-the-test",
                "PARLEY_HTTP_PORT",
                Integer.toString(port),
                "PARLEY_WORK_DIR",
                folder.resolve("work-" + name).toString()));
        environment.putAll(extra);
        environment.putAll(own);
        Part part = Part.start(name, folder, Distribution.service(service), environment);
        parts.add(part);
        Service started = new Service(part, URI.create("http://127.0.0.1:" + port));
        urls.put(name, started.url);
        return started;
    }

    static void awaitReady(Service service) {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest ask =
                HttpRequest.newBuilder(service.url.resolve("/q/health/ready")).build();
        await(service.part.toString()).atMost(START).ignoreExceptions().until(() -> {
            if (!service.part.isAlive()) {
                throw new AssertionError(service.part + " ended");
            }
            return http.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        });
    }

    Part broker() {
        return broker;
    }

    Part store() {
        return store;
    }

    int storePort() {
        return storePort;
    }

    String kafka() {
        return "127.0.0.1:" + kafkaPort;
    }

    URI url() {
        return ingest;
    }

    /** Every service that was started, by name. */
    Map<String, URI> urls() {
        return urls;
    }

    Api api() {
        return new Api(ingest);
    }

    private static int awaitPort(Part part) {
        // Appended to at each start of the same part; the last line counts.
        return await(part.toString())
                .atMost(START)
                .until(
                        () -> {
                            Matcher ready = READY.matcher(part.output());
                            int port = 0;
                            while (ready.find()) {
                                port = Integer.parseInt(ready.group(1));
                            }
                            return port;
                        },
                        port -> port > 0);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (Part part : parts) {
            part.close();
        }
        if (store != null) {
            store.close();
        }
        if (broker != null) {
            broker.close();
        }
        JudgedVideos.keep(folder.resolve("store"));
    }
}
