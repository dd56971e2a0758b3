package dev.parley.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final String SECRET_KEY = "secret-of-the-laboratory";
    /** Of a claim, where a machine has time for its farm. */
    static final Duration LOCK = Duration.ofSeconds(5);
    /** How long after a job's end a worker that does not know of it may write. */
    static final Duration LATE_WRITES = Duration.ofSeconds(10);

    private static final String DISTRIBUTION = "distribution/target/parley";
    private static final String SECRET = "PARLEY_S3_SECRET_KEY";
    private static final Pattern READY = Pattern.compile("READY port=(\\d+)");
    static final Duration START = Duration.ofMinutes(4);
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private final Path house;
    private final Path folder;
    private final List<Path> releases;
    private final AtomicInteger release = new AtomicInteger();
    private final Size size;
    private final StoreProxy storeProxy;
    private final CallReceiver receiver;
    private final Map<String, FarmProcess> parts = new LinkedHashMap<>();
    private final Brokers brokers;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private volatile boolean closing;
    private volatile String secret = SECRET_KEY;
    private int storePort;

    /**
     * How many processes there are, and how long a worker may be silent.
     *
     * @param brokers one, or three and more
     * @param lock of a claim. What runs on few cores with many others is silent for longer than it would be alone, and a
     *     claim that ends for no other reason says nothing of the farm.
     */
    record Size(int brokers, int workers, Duration lock) {
        /** Beyond a claim's lock. */
        Duration freeze() {
            return lock.plusSeconds(3);
        }

        /** After which a window's worker ends. */
        Duration window() {
            return lock.multipliedBy(5);
        }

        /** After which a worker ends whose work does not stop: longer than a store is frozen, for which it may wait. */
        Duration grace() {
            return lock.multipliedBy(2);
        }
    }

    /**
     * @param house Parley's checkout, built
     * @param others folders as {@code distribution/target/parley} of other releases; the services are of the first one, or
     *     else of this house
     * @param folder for data and logs
     */
    Laboratory(Path house, List<Path> others, Path folder, Size size, long seed) throws IOException {
        this.house = house;
        this.releases = new ArrayList<>(others);
        this.releases.add(house.resolve(DISTRIBUTION));
        this.folder = folder;
        this.size = size;
        Path jars = lib("broker");
        this.brokers = new Brokers(size.brokers, jars, folder, logs(), java("320m", jars, "broker"));
        this.brokers.processes().forEach(broker -> parts.put(broker.name(), broker));
        this.storeProxy = new StoreProxy(seed);
        this.receiver = new CallReceiver(seed);
    }

    /** Starts everything and waits until it is ready. */
    void start() throws IOException, InterruptedException {
        List<String> names = new ArrayList<>(List.of("ingest-1", "ingest-2", "assembler"));
        for (int i = 1; i <= size.workers; i++) {
            names.add("worker-" + i);
        }
        brokers.start(names);
        startStore();
        brokers.awaitReady();
        for (String name : names) {
            ports.put(name, freePort());
            FarmProcess part = new FarmProcess(name, logs(), service(name, releases.get(0)), environment(name));
            parts.put(name, part);
            part.start();
        }
        awaitReady();
    }

    /** The services that are started from now on are of the next release. @return which one */
    Path nextRelease() throws NothingHappenedException {
        if (releases.size() == 1) {
            throw new NothingHappenedException("there is one release only");
        }
        Path next = releases.get(release.incrementAndGet() % releases.size());
        ports.keySet().forEach(name -> part(name).become(service(name, next)));
        return next;
    }

    /** Whether several releases render. */
    boolean isMixed() {
        return releases.size() > 1;
    }

    private Path logs() throws IOException {
        return Files.createDirectories(folder.resolve("logs"));
    }

    /** Waits until all services are ready. */
    void awaitReady() throws InterruptedException {
        for (String name : ports.keySet()) {
            awaitReady(name);
        }
    }

    private void startStore() throws IOException, InterruptedException {
        FarmProcess store = new FarmProcess(
                "store",
                logs(),
                jar("320m", lib("store"), "store", folder.resolve("store").toString()),
                Map.of("PARLEY_S3_ACCESS_KEY", ACCESS_KEY, SECRET, secret));
        parts.put("store", store);
        writeCredentials();
        store.start();
        storePort = awaitPort(store);
        storeProxy.target(storePort);
    }

    private Path credentials() {
        return folder.resolve("credentials");
    }

    /** As whoever gets new ones does: aside, and then at once. */
    private void writeCredentials() throws IOException {
        Path fresh = credentials().resolveSibling("credentials.new");
        Files.writeString(
                fresh, "[default]%naws_access_key_id = %s%naws_secret_access_key = %s%n".formatted(ACCESS_KEY, secret));
        Files.move(fresh, credentials(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The store takes another secret from now on, and the services' file has it a moment later. */
    void rotateKeys() throws IOException, InterruptedException {
        FarmProcess store = parts.get("store");
        store.terminate();
        secret = SECRET_KEY + "-" + System.nanoTime();
        store.set(SECRET, secret);
        store.start();
        Thread.sleep(1500);
        writeCredentials();
    }

    /** With which the store is called. */
    String secret() {
        return secret;
    }

    private Map<String, String> environment(String name) {
        Map<String, String> all = new HashMap<>(Map.of(
                "PARLEY_KAFKA",
                brokers.bootstrap(name),
                "PARLEY_S3_ENDPOINT",
                "http://127.0.0.1:" + storeProxy.port(),
                "PARLEY_S3_CREDENTIALS_FILE",
                credentials().toString(),
                "PARLEY_HTTP_PORT",
                Integer.toString(ports.get(name)),
                "PARLEY_WORK_DIR",
                folder.resolve("work-" + name).toString(),
                "PARLEY_ENGINES_AVAILABLE",
                "pantomime",
                "PARLEY_ENGINES_STANDARD",
                "pantomime",
                "PARLEY_TOPICS_CLAIM_LOCK",
                size.lock.toSeconds() + "s",
                "PARLEY_LATE_WRITES",
                LATE_WRITES.toSeconds() + "s"));
        all.put("PARLEY_TOPICS_REPLICATION", Integer.toString(Math.min(3, brokers.count())));
        all.putAll(Map.of(
                "PARLEY_WEBHOOK_ALLOW_PRIVATE",
                "true",
                "PARLEY_INGEST_VIDEO_REDIRECT",
                "false",
                "PARLEY_INGEST_WEBHOOK_PAUSES",
                "500ms,1s,2s",
                "PARLEY_WORKER_WINDOW_TIMEOUT",
                size.window().toSeconds() + "s",
                "PARLEY_WORKER_HANG_GRACE",
                size.grace().toSeconds() + "s",
                "PARLEY_WATCHDOG_NOTICE",
                size.freeze().toSeconds() + "s"));
        // As a farm, and the images, start them.
        all.put("MALLOC_ARENA_MAX", "2");
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

    private Path lib(String name) {
        return house.resolve(DISTRIBUTION).resolve("lib").resolve(name);
    }

    private static List<String> service(String name, Path release) {
        String service = name.startsWith("worker") ? "render-worker" : name.replaceAll("-\\d+$", "") + "-service";
        return jar("384m", release.resolve(service), "quarkus-run");
    }

    private static List<String> jar(String heap, Path folder, String program, String... arguments) {
        List<String> command = new ArrayList<>(java(heap, folder, program));
        command.addAll(List.of("-jar", folder.resolve(program + ".jar").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> java(String heap, Path folder, String program) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-Xmx" + heap));
        if (!folder.endsWith("render-worker")) { // paints
            command.add("-XX:TieredStopAtLevel=1");
        }
        Path archive = folder.resolve(program + ".jsa");
        if (Files.exists(archive)) {
            command.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:disable"));
        }
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

    /** One that nobody listens at; never the same twice, since whoever gets it listens later. */
    static int freePort() throws IOException {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0)) {
                if (GIVEN.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            }
        }
    }

    URI url(String service) {
        return URI.create("http://127.0.0.1:" + ports.get(service));
    }

    Brokers brokers() {
        return brokers;
    }

    /** Whether the broker, or the store, takes connections. */
    boolean serves(FarmProcess part) {
        return part == part("store") ? listens(storePort) : brokers.answer();
    }

    /** Whether somebody takes connections there. */
    static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException away) {
            return false;
        }
    }

    /** The store itself, past the proxy. */
    String store() {
        return "http://127.0.0.1:" + storePort;
    }

    Size size() {
        return size;
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
                .filter(part -> ports.containsKey(part.name()))
                .parallel()
                .forEach(FarmProcess::close);
        if (parts.containsKey("store")) {
            parts.get("store").close();
        }
        brokers.close();
        storeProxy.close();
        receiver.close();
    }
}
