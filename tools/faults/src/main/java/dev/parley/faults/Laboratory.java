package dev.parley.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A farm of processes that can be broken: broker and store, each behind proxies, two ingests, an assembler, workers and a
 * receiver of webhooks. Times are short, so that what takes minutes elsewhere happens within seconds.
 */
final class Laboratory implements AutoCloseable {
    static final String ACCESS_KEY = "key";
    static final String SECRET_KEY = "secret-of-the-laboratory";
    /** Of a claim. */
    static final Duration LOCK = Duration.ofSeconds(5);
    /** How long after a job's end a worker that does not know of it may write. */
    static final Duration LATE_WRITES = Duration.ofSeconds(10);

    private static final Pattern READY = Pattern.compile("READY port=(\\d+)");
    private static final Duration START = Duration.ofMinutes(4);

    private final Path house;
    private final Path folder;
    private final int workers;
    private final StoreProxy storeProxy;
    private final CallReceiver receiver;
    private final Map<String, FarmProcess> parts = new LinkedHashMap<>();
    private final Map<String, Link> links = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private volatile boolean closing;
    private int kafkaPort;
    private int storePort;

    /**
     * @param house Parley's checkout, built
     * @param folder for data and logs
     */
    Laboratory(Path house, Path folder, int workers, long seed) throws IOException {
        this.house = house;
        this.folder = folder;
        this.workers = workers;
        this.storeProxy = new StoreProxy(seed);
        this.receiver = new CallReceiver(seed);
    }

    /** Starts everything and waits until it is ready. */
    void start() throws IOException, InterruptedException {
        List<String> names = new ArrayList<>(List.of("ingest-1", "ingest-2", "assembler"));
        for (int i = 1; i <= workers; i++) {
            names.add("worker-" + i);
        }
        startBroker(names);
        startStore();
        for (String name : names) {
            ports.put(name, freePort());
            String service = name.replaceAll("-\\d+$", "").replace("worker", "render-worker");
            service = service.equals("render-worker") ? service : service + "-service";
            FarmProcess part = new FarmProcess(name, logs(), service(service), environment(name));
            parts.put(name, part);
            part.start();
            if (name.equals("ingest-1")) {
                awaitReady(name); // makes the farm's secrets and topics, once
            }
        }
        for (String name : names) {
            awaitReady(name);
        }
    }

    private Path logs() throws IOException {
        return Files.createDirectories(folder.resolve("logs"));
    }

    /** Each client has a door of its own to the broker, which it is told to use, so that it can be cut off alone. */
    private void startBroker(List<String> clients) throws IOException, InterruptedException {
        kafkaPort = freePort();
        int controller = freePort();
        StringBuilder listeners = new StringBuilder("PLAINTEXT://127.0.0.1:" + kafkaPort);
        StringBuilder advertised = new StringBuilder(listeners);
        StringBuilder protocols = new StringBuilder("CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
        for (String client : clients) {
            int door = freePort();
            Link link = new Link(door);
            links.put(client, link);
            String name = client.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
            listeners.append(",").append(name).append("://127.0.0.1:").append(door);
            advertised.append(",").append(name).append("://127.0.0.1:").append(link.port());
            protocols.append(",").append(name).append(":PLAINTEXT");
        }
        // The broker keeps its controller's port with its data; it is given here because the listeners name it.
        Path properties = Files.createDirectories(folder).resolve("broker.properties");
        Path data = Files.createDirectories(folder.resolve("broker"));
        Files.writeString(
                data.resolve("ports.properties"), "client=%d%ncontroller=%d%n".formatted(kafkaPort, controller));
        Files.writeString(
                properties,
                """
                listeners=%s,CONTROLLER://127.0.0.1:%d
                advertised.listeners=%s
                listener.security.protocol.map=%s
                inter.broker.listener.name=PLAINTEXT
                """
                        .formatted(listeners, controller, advertised, protocols));
        FarmProcess broker = new FarmProcess(
                "broker",
                logs(),
                program("broker", data),
                Map.of(
                        "PARLEY_BROKER_PROPERTIES",
                        properties.toString(),
                        "PARLEY_BROKER_PORT",
                        Integer.toString(kafkaPort)));
        parts.put("broker", broker);
        broker.start();
        awaitPort(broker);
    }

    private void startStore() throws IOException, InterruptedException {
        FarmProcess store = new FarmProcess(
                "store",
                logs(),
                program("store", folder.resolve("store")),
                Map.of("PARLEY_S3_ACCESS_KEY", ACCESS_KEY, "PARLEY_S3_SECRET_KEY", SECRET_KEY));
        parts.put("store", store);
        store.start();
        storePort = awaitPort(store);
        storeProxy.target(storePort);
    }

    private Map<String, String> environment(String name) {
        Map<String, String> all = new HashMap<>(Map.of(
                "PARLEY_KAFKA",
                "127.0.0.1:" + links.get(name).port(),
                "PARLEY_S3_ENDPOINT",
                "http://127.0.0.1:" + storeProxy.port(),
                "PARLEY_S3_ACCESS_KEY",
                ACCESS_KEY,
                "PARLEY_S3_SECRET_KEY",
                SECRET_KEY,
                "PARLEY_HTTP_PORT",
                Integer.toString(ports.get(name)),
                "PARLEY_WORK_DIR",
                folder.resolve("work-" + name).toString(),
                "PARLEY_ENGINES_AVAILABLE",
                "pantomime",
                "PARLEY_ENGINES_STANDARD",
                "pantomime",
                "PARLEY_TOPICS_CLAIM_LOCK",
                LOCK.toSeconds() + "s",
                "PARLEY_LATE_WRITES",
                LATE_WRITES.toSeconds() + "s"));
        all.putAll(Map.of(
                "PARLEY_WEBHOOK_ALLOW_PRIVATE", "true",
                "PARLEY_INGEST_VIDEO_REDIRECT", "false",
                "PARLEY_INGEST_WEBHOOK_PAUSES", "500ms,1s,2s",
                "PARLEY_WORKER_WINDOW_TIMEOUT", "25s",
                "PARLEY_WORKER_HANG_GRACE", "2s",
                "PARLEY_WATCHDOG_NOTICE", "8s"));
        if (name.startsWith("worker")) {
            all.put("PARLEY_WORKER_NAME", name);
            // The mark is the job's, and frames of different jobs are compared.
            all.put("PARLEY_WATERMARK_ENABLED", "false");
            Path agent = house.resolve("tools/faults/target/faults-0.1.0.jar");
            all.put("JAVA_TOOL_OPTIONS", "-javaagent:%s=%s".formatted(agent, faults(name)));
        }
        return all;
    }

    /** Where a file asks a worker's next window to fail. */
    Path faults(String worker) {
        try {
            return Files.createDirectories(folder.resolve("faults-" + worker));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> program(String name, Path data) {
        List<String> command = java("320m", house.resolve("distribution/target/parley/lib/" + name), name);
        command.add(data.toString());
        return command;
    }

    private List<String> service(String name) {
        return java("384m", house.resolve("distribution/target/parley/" + name), "quarkus-run");
    }

    private static List<String> java(String heap, Path folder, String program) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx" + heap));
        if (!folder.endsWith("render-worker")) { // paints
            command.add("-XX:TieredStopAtLevel=1");
        }
        Path archive = folder.resolve(program + ".jsa");
        if (Files.exists(archive)) {
            command.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:disable"));
        }
        command.addAll(List.of("-jar", folder.resolve(program + ".jar").toString()));
        return command;
    }

    private static int awaitPort(FarmProcess part) throws IOException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end && part.isAlive()) {
            Matcher ready = READY.matcher(part.output());
            if (ready.find()) {
                return Integer.parseInt(ready.group(1));
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("%s did not start, see %s".formatted(part, part.log()));
    }

    /** Waits until a service is ready. */
    void awaitReady(String name) throws InterruptedException {
        if (!until(START, () -> isReady(name))) {
            throw new IllegalStateException("%s is not ready after %s, see %s"
                    .formatted(name, START, parts.get(name).log()));
        }
    }

    /** Whether something listens where the broker should. */
    boolean brokerAnswers() {
        try (Socket socket = new Socket("127.0.0.1", kafkaPort)) {
            return socket.isConnected();
        } catch (IOException away) {
            return false;
        }
    }

    boolean isReady(String name) {
        try {
            HttpRequest ask = HttpRequest.newBuilder(url(name).resolve("/q/health/ready"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return HttpClient.newHttpClient()
                            .send(ask, BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException away) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** @return whether it came true in time */
    static boolean until(Duration atMost, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(100);
        }
        return true;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    URI url(String service) {
        return URI.create("http://127.0.0.1:" + ports.get(service));
    }

    /** The broker itself, past every proxy. */
    String kafka() {
        return "127.0.0.1:" + kafkaPort;
    }

    /** The store itself, past the proxy. */
    String store() {
        return "http://127.0.0.1:" + storePort;
    }

    Path house() {
        return house;
    }

    Path folder() {
        return folder;
    }

    StoreProxy storeProxy() {
        return storeProxy;
    }

    CallReceiver receiver() {
        return receiver;
    }

    FarmProcess part(String name) {
        return parts.get(name);
    }

    Link link(String client) {
        return links.get(client);
    }

    List<FarmProcess> workers() {
        return parts.values().stream()
                .filter(part -> part.name().startsWith("worker"))
                .toList();
    }

    /** One of the parts so called that nobody disturbs; the caller leaves it. */
    Optional<FarmProcess> take(String prefix, Random random) {
        List<FarmProcess> some = new ArrayList<>(parts.values().stream()
                .filter(part -> part.name().startsWith(prefix))
                .toList());
        Collections.shuffle(some, random);
        return some.stream().filter(FarmProcess::tryTake).findFirst();
    }

    Stream<FarmProcess> parts() {
        return parts.values().stream();
    }

    /** Starts again what ended by itself, as whoever runs a farm does; what is disturbed is left alone. */
    void supervise() {
        Thread keeper = new Thread(
                () -> {
                    try {
                        while (!closing) {
                            Thread.sleep(500);
                            for (FarmProcess part : parts.values()) {
                                startAgain(part);
                            }
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                "keeper");
        keeper.setDaemon(true);
        keeper.start();
    }

    private void startAgain(FarmProcess part) throws IOException {
        if (!part.isAlive() && part.tryTake()) {
            try {
                if (!closing) {
                    part.start();
                }
            } finally {
                part.leave();
            }
        }
    }

    @Override
    public void close() throws IOException {
        closing = true;
        parts.values().stream()
                .filter(part -> !List.of("broker", "store").contains(part.name()))
                .parallel()
                .forEach(FarmProcess::close);
        for (String last : List.of("store", "broker")) {
            if (parts.containsKey(last)) {
                parts.get(last).close();
            }
        }
        for (Link link : links.values()) {
            link.close();
        }
        storeProxy.close();
        receiver.close();
    }
}
