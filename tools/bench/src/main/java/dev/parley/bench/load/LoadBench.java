package dev.parley.bench.load;

import dev.parley.bench.BenchClient;
import dev.parley.bench.ProcessorTime;
import dev.parley.contracts.Topics;
import dev.parley.kit.kafka.KafkaConnection;
import dev.parley.kit.store.ObjectStore;
import dev.parley.kit.store.S3Config;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A farm without workers of its own gets more and more of them, simulated, and always has work for all. At each number it is
 * measured what jobs wait for, and what the parts of the farm that all workers share have to do.
 */
@Command(
        name = "load",
        description =
                "Queue wait, claim latency and load of broker, ingest, assembler and store, by the number of workers.")
public final class LoadBench implements Callable<Integer> {
    private static final Duration JOINING = Duration.ofMinutes(5);

    @Option(names = "--url", required = true, description = "An embedded farm, started with --workers 0.")
    URI url;

    @Option(names = "--data", required = true, description = "The farm's data directory.")
    Path data;

    @Option(names = "--kafka", required = true, description = "The farm's bootstrap servers.")
    String kafka;

    @Option(names = "--store", required = true, description = "The farm's S3 endpoint.")
    String store;

    @Option(names = "--image", required = true)
    Path picture;

    @Option(names = "--audio", required = true)
    Path voice;

    @Option(names = "--workers", split = ",", defaultValue = "10,30,100", description = "How many, ascending.")
    List<Integer> workers;

    @Option(names = "--steps", defaultValue = "4", description = "Of a window, as the preset has them.")
    int steps;

    @Option(names = "--step-seconds", defaultValue = "18.4", description = "All passes of a step.")
    double stepSeconds;

    @Option(names = "--rest-seconds", defaultValue = "10", description = "Of a window: encoders and VAE.")
    double restSeconds;

    @Option(names = "--faster", defaultValue = "1", description = "Sleep so many times shorter.")
    double faster;

    @Option(names = "--state-bytes", defaultValue = "65536", description = "What a window hands over to the next.")
    int stateBytes;

    @Option(
            names = "--heartbeat-seconds",
            description =
                    "Of the workers' share group. Kafka's default is 5; an embedded broker has 0.5, for a quick start.")
    Double heartbeatSeconds;

    @Option(names = "--seconds", defaultValue = "60", description = "Measured at each number of workers.")
    int seconds;

    @Override
    public Integer call() throws Exception {
        BenchClient farm = new BenchClient(url);
        String request = farm.request(picture, voice);
        SleepingRenderer renderer =
                new SleepingRenderer(steps, millis(stepSeconds / faster), millis(restSeconds / faster), stateBytes);
        Path scratch = Files.createTempDirectory("parley-load-");
        if (heartbeatSeconds != null) {
            setHeartbeat(millis(heartbeatSeconds));
        }
        try (SimulatedWorkers simulated = new SimulatedWorkers(kafka, objects(), renderer, scratch);
                JobTimes times = new JobTimes(kafka)) {
            Demand demand = new Demand(farm, request, times);
            for (int count : workers) {
                simulated.grow(count, JOINING);
                demand.keep(2 * count);
                measure(count, demand, times);
            }
        }
        return 0;
    }

    private void setHeartbeat(Duration interval) throws ExecutionException, InterruptedException {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, Topics.WORKERS);
        ConfigEntry entry = new ConfigEntry("share.heartbeat.interval.ms", Long.toString(interval.toMillis()));
        try (Admin admin = Admin.create(new KafkaConnection(kafka).with(Map.of()))) {
            admin.incrementalAlterConfigs(Map.of(group, List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private static Duration millis(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1e3));
    }

    /** Jobs that wait or are rendered: as many as are asked for, whatever ends. */
    private static final class Demand {
        private final BenchClient farm;
        private final String request;
        private final JobTimes times;
        private int submitted;

        Demand(BenchClient farm, String request, JobTimes times) {
            this.farm = farm;
            this.request = request;
            this.times = times;
        }

        void keep(int jobs) throws IOException {
            while (submitted - times.ended() < jobs) {
                BenchClient.expect(201, farm.submit(request).join());
                submitted++;
            }
        }
    }

    private void measure(int count, Demand demand, JobTimes times) throws Exception {
        // Everybody has claimed before.
        hold(demand, count, millis((steps * stepSeconds + restSeconds) / faster));
        JobTimes.Sample first = times.take();
        ProcessorTime before = ProcessorTime.of(data);
        double own = ProcessorTime.of(ProcessHandle.current().pid());
        long began = System.nanoTime();
        hold(demand, count, Duration.ofSeconds(seconds));
        double took = (System.nanoTime() - began) / 1e9;
        ProcessorTime used = ProcessorTime.of(data).since(before);
        double ownUsed = ProcessorTime.of(ProcessHandle.current().pid()) - own;
        JobTimes.Sample seen = times.take();
        seen.addTimes(first);
        System.out.printf(
                "load: %d workers, %.0f s: %.2f windows/s, %.2f videos/s, %d failed%n",
                count, took, seen.chunks / took, seen.videos / took, seen.failed);
        System.out.printf("load:   accepted to claimed %s%n", JobTimes.quantiles(seen.queued));
        System.out.printf("load:   dispatched to claimed %s%n", JobTimes.quantiles(seen.claimed));
        System.out.printf("load:   a worker between two jobs %s%n", JobTimes.quantiles(seen.idle));
        System.out.printf("load:   last chunk to video %s%n", JobTimes.quantiles(seen.assembled));
        System.out.printf("load:   cores: %s, simulated workers %.2f%n", cores(used, took), ownUsed / took);
    }

    private static void hold(Demand demand, int workers, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            demand.keep(2 * workers);
            Thread.sleep(100);
        }
    }

    private static String cores(ProcessorTime used, double seconds) {
        return used.seconds().entrySet().stream()
                .map(process -> "%s %.2f".formatted(process.getKey(), process.getValue() / seconds))
                .collect(Collectors.joining(", "));
    }

    private ObjectStore objects() throws IOException {
        Properties credentials = new Properties();
        try (Reader file = Files.newBufferedReader(data.resolve("credentials.properties"))) {
            credentials.load(file);
        }
        return new ObjectStore(new EmbeddedStoreAt(
                store,
                Optional.of(credentials.getProperty("s3.access-key")),
                Optional.of(credentials.getProperty("s3.secret-key"))));
    }

    private record EmbeddedStoreAt(String endpoint, Optional<String> accessKey, Optional<String> secretKey)
            implements S3Config {
        @Override
        public Optional<String> publicEndpoint() {
            return Optional.empty();
        }

        @Override
        public Optional<String> sessionToken() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> credentialsFile() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> ca() {
            return Optional.empty();
        }

        @Override
        public String bucket() {
            return "parley";
        }

        @Override
        public String region() {
            return "us-east-1";
        }
    }
}
