package dev.parley.cli.farm;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What runs in an embedded farm, with which memory and which settings. */
final class FarmSpecs implements FarmParts {
    /** Fast to start and small: right for what mostly waits. */
    static final List<String> LIGHT = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    /** What computes, or has many callers, gets the whole compiler; memory is given back between jobs. */
    private static final List<String> FULL = List.of(
            "-XX:+UseSerialGC",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30",
            // What it optimizes is called ten times as often as by default. Otherwise it optimizes so much of a start
            // that the farm of a short job spends a quarter of its processor time on that.
            "-XX:Tier4InvocationThreshold=50000",
            "-XX:Tier4MinInvocationThreshold=6000",
            "-XX:Tier4CompileThreshold=150000",
            "-XX:Tier4BackEdgeThreshold=400000");

    private final FarmLayout layout;
    private final Path dataDir;
    private final Credentials credentials;
    private final ServicePorts ports;
    private final FarmSettings settings;
    private final ClassArchive archive;
    private int page;

    FarmSpecs(FarmLayout layout, Path dataDir, FarmSettings settings, ClassArchive archive) throws IOException {
        this.layout = layout;
        this.dataDir = dataDir;
        this.settings = settings;
        this.archive = archive;
        this.credentials = Credentials.keptIn(dataDir);
        this.ports = ServicePorts.keptIn(dataDir);
    }

    @Override
    public ProcessSpec broker() throws FarmStartException {
        Map<String, String> port = settings.kafkaPort().isPresent()
                ? Map.of(
                        "PARLEY_BROKER_PORT",
                        Integer.toString(settings.kafkaPort().getAsInt()))
                : Map.of();
        return program("broker", "192m", LIGHT, port);
    }

    @Override
    public ProcessSpec store() throws FarmStartException {
        // Hashes tens of megabytes for each chunk: only the whole compiler uses the processor's instructions for it.
        // Holds a part of an upload twice meanwhile, 64 MiB for each worker.
        return program(
                "store",
                (192 + 64 * settings.workers()) + "m",
                FULL,
                Map.of(
                        "PARLEY_S3_ACCESS_KEY", credentials.accessKey(),
                        "PARLEY_S3_SECRET_KEY", credentials.secretKey()));
    }

    private ProcessSpec program(String name, String heap, List<String> flags, Map<String, String> environment)
            throws FarmStartException {
        List<String> command = java(heap, flags, layout.programJar(name));
        command.add(dataDir.resolve(name).toString());
        return new ProcessSpec(name, command, environment, log(name), new ProcessSpec.Readiness.Says());
    }

    @Override
    public List<ProcessSpec> services(int kafkaPort, int storePort) throws FarmStartException, IOException {
        page = settings.port().isPresent() ? ports.page(settings.port().getAsInt()) : ports.page();
        List<ProcessSpec> services = new ArrayList<>();
        services.add(ingest(kafkaPort, storePort));
        for (int number = 1; number <= settings.workers(); number++) {
            services.add(worker("render-worker-" + number, kafkaPort, storePort));
        }
        services.add(assembler(kafkaPort, storePort));
        return services;
    }

    /** Only after {@link #services}. */
    @Override
    public URI url() {
        return URI.create("http://127.0.0.1:" + page);
    }

    private ProcessSpec ingest(int kafkaPort, int storePort) throws FarmStartException, IOException {
        Map<String, String> environment = environment("ingest-service", page, kafkaPort, storePort);
        environment.put("PARLEY_PUBLIC_URL", url().toString());
        environment.put("PARLEY_WEBHOOK_SECRET", credentials.webhookSecret());
        // Counts only if PARLEY_ACCESS, which the processes inherit, makes the farm ask for keys.
        environment.put(
                "PARLEY_ACCESS_ADMIN_KEY",
                System.getenv().getOrDefault("PARLEY_ACCESS_ADMIN_KEY", credentials.adminKey()));
        if (!settings.lasting()) {
            // Events and states are handed out as they come. Collecting several suits many jobs a second, but asks the
            // broker two hundred times a second while there are none.
            for (String channel : List.of("EVENTS", "JOBS")) {
                environment.put("MP_MESSAGING_INCOMING_" + channel + "_IN_FETCH_MIN_BYTES", "1");
                environment.put("MP_MESSAGING_INCOMING_" + channel + "_IN_FETCH_MAX_WAIT_MS", "500");
            }
        }
        // A farm on one's own machine calls back programs on one's own machine.
        environment.put("PARLEY_WEBHOOK_ALLOW_PRIVATE", "true");
        return service("ingest-service", "ingest-service", "320m", FULL, page, environment);
    }

    private ProcessSpec assembler(int kafkaPort, int storePort) throws FarmStartException, IOException {
        int port = ports.of("assembler-service");
        Map<String, String> environment = environment("assembler-service", port, kafkaPort, storePort);
        return service("assembler-service", "assembler-service", "256m", LIGHT, port, environment);
    }

    private ProcessSpec worker(String name, int kafkaPort, int storePort) throws FarmStartException, IOException {
        int port = ports.of(name);
        Map<String, String> environment = environment(name, port, kafkaPort, storePort);
        environment.put("PARLEY_WORKER_NAME", name);
        // PyTorch asks for new memory for each large tensor; in large pages that costs a fraction of the time.
        environment.put("THP_MEM_ALLOC_ENABLE", System.getenv().getOrDefault("THP_MEM_ALLOC_ENABLE", "1"));
        return service(name, "render-worker", "512m", FULL, port, environment);
    }

    private ProcessSpec service(
            String name, String service, String heap, List<String> flags, int port, Map<String, String> environment)
            throws FarmStartException {
        List<String> command = java(heap, flags, layout.serviceJar(service));
        URI health = URI.create("http://127.0.0.1:" + port + "/q/health/ready");
        return new ProcessSpec(name, command, environment, log(name), new ProcessSpec.Readiness.Answers(health));
    }

    private Map<String, String> environment(String name, int port, int kafkaPort, int storePort) throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PARLEY_KAFKA", "127.0.0.1:" + kafkaPort);
        environment.put("PARLEY_S3_ENDPOINT", "http://127.0.0.1:" + storePort);
        environment.put("PARLEY_S3_ACCESS_KEY", credentials.accessKey());
        environment.put("PARLEY_S3_SECRET_KEY", credentials.secretKey());
        environment.put("PARLEY_HTTP_PORT", Integer.toString(port));
        // One per service, so that each cleans up only its own leftovers at startup.
        Path work = DataFolder.within(dataDir, "work", name);
        environment.put("PARLEY_WORK_DIR", work.toString());
        // glibc would otherwise keep a heap of its own for each of the encoder's threads.
        environment.put("MALLOC_ARENA_MAX", "2");
        // Nobody but this machine may reach an embedded farm.
        environment.put("PARLEY_HTTP_HOST", "127.0.0.1");
        environment.put("PARLEY_TOPICS_REPLICATION", "1");
        environment.putAll(layout.modelSettings(dataDir));
        return environment;
    }

    private Path log(String name) {
        return dataDir.resolve("logs").resolve(name + ".log");
    }

    private List<String> java(String heap, List<String> flags, Path jar) {
        List<String> command = java(dataDir, heap, flags, archive.flags(ClassArchive.of(jar)));
        // Whose threads have died of it is started again instead of looking alive.
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    /** This very Java; what it is to run is to be added. */
    static List<String> java(Path dataDir, String heap, List<String> flags, List<String> archiveFlags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Libraries unpack themselves there.
        command.add("-Duser.home=" + HomeFolder.orIn(dataDir));
        command.add("-Xmx" + heap);
        command.addAll(flags);
        command.addAll(archiveFlags);
        return command;
    }
}
