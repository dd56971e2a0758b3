package dev.parley.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What it costs that a farm is watched. Two farms take turns with the same job: one that nobody asks and that sends nothing,
 * and one that is scraped and sends its spans to a collector, which is this process.
 */
@Command(name = "telemetry", description = "What scrapes and traces add to a job, beside a farm without either.")
final class TelemetryBench implements Callable<Integer> {
    /** What a Prometheus that takes native histograms asks for. */
    private static final String PROTOBUF =
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

    @Option(names = "--url", required = true, description = "A farm that nobody watches.")
    URI url;

    @Option(names = "--data", required = true, description = "Its data directory.")
    Path data;

    @Option(names = "--watched-url", required = true, description = "One whose services send spans to --collector.")
    URI watchedUrl;

    @Option(names = "--watched-data", required = true, description = "Its data directory.")
    Path watchedData;

    @Option(names = "--collector", required = true, description = "The port that takes the spans.")
    int collector;

    @Option(names = "--image", required = true)
    Path picture;

    @Option(names = "--audio", required = true)
    Path voice;

    @Option(names = "--jobs", defaultValue = "30", description = "Of each farm.")
    int jobs;

    @Option(names = "--every", defaultValue = "15", description = "Seconds from scrape to scrape.")
    int every;

    @Option(names = "--scrapes", defaultValue = "200", description = "Of each service, to learn what one costs.")
    int scrapes;

    @Override
    public Integer call() throws Exception {
        Farm plain = new Farm("plain", url, data, picture, voice);
        Farm watched = new Farm("watched", watchedUrl, watchedData, picture, voice);
        AtomicLong received = new AtomicLong();
        HttpServer sink = sink(received);
        ScheduledExecutorService prometheus = Executors.newSingleThreadScheduledExecutor();
        try {
            for (Farm farm : List.of(plain, watched)) {
                farm.warmUp(5);
            }
            Future<?> scraping = prometheus.scheduleAtFixedRate(watched::scrape, 0, every, TimeUnit.SECONDS);
            for (int i = 0; i < jobs; i++) {
                plain.render();
                watched.render();
            }
            if (scraping.isDone()) {
                scraping.get(); // it ends by a failure only
            }
            scraping.cancel(false);
            plain.print();
            watched.print();
            System.out.printf(
                    "telemetry: watched/plain: %.4f of the time, %.4f of the processor time; %d bytes of spans, %d of metrics%n",
                    watched.median(watched.walls) / plain.median(plain.walls),
                    watched.median(watched.cores) / plain.median(plain.cores),
                    received.get(),
                    watched.scraped.get());
            watched.costOfScrapes(scrapes);
        } finally {
            prometheus.shutdownNow();
            sink.stop(0);
        }
        return 0;
    }

    private HttpServer sink(AtomicLong received) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), collector), 50);
        server.createContext("/", call -> {
            received.addAndGet(call.getRequestBody().readAllBytes().length);
            call.sendResponseHeaders(200, -1);
            call.close();
        });
        server.start();
        return server;
    }

    private static final class Farm {
        private final HttpClient http = HttpClient.newHttpClient();
        private final String name;
        private final BenchClient client;
        private final Path data;
        private final String request;
        private final List<URI> services;
        private final List<Double> walls = new ArrayList<>();
        private final List<Double> cores = new ArrayList<>();
        private final AtomicLong scraped = new AtomicLong();

        Farm(String name, URI url, Path data, Path picture, Path voice) throws IOException, InterruptedException {
            this.name = name;
            this.client = new BenchClient(url);
            this.data = data;
            this.request = client.request(picture, voice);
            Properties ports = new Properties();
            try (Reader file = Files.newBufferedReader(data.resolve("ports.properties"))) {
                ports.load(file);
            }
            Stream<URI> others = ports.stringPropertyNames().stream()
                    .filter(service -> service.matches("render-worker-.*|assembler-service"))
                    .map(service -> URI.create("http://127.0.0.1:" + ports.getProperty(service)));
            this.services = Stream.concat(Stream.of(url), others)
                    .map(service -> service.resolve("/q/metrics"))
                    .toList();
        }

        void warmUp(int times) throws IOException, InterruptedException {
            for (int i = 0; i < times; i++) {
                render();
            }
            walls.clear();
            cores.clear();
        }

        void render() throws IOException, InterruptedException {
            ProcessorTime before = ProcessorTime.of(data);
            Instant began = Instant.now();
            String job = BenchClient.expect(201, client.submit(request).join())
                    .path("jobId")
                    .asText();
            Instant ended = client.awaitEnd(job);
            walls.add((ended.toEpochMilli() - began.toEpochMilli()) / 1e3);
            cores.add(ProcessorTime.of(data).since(before).total());
        }

        void scrape() {
            services.forEach(this::scrape);
        }

        private void scrape(URI service) {
            try {
                HttpResponse<byte[]> answer = http.send(
                        HttpRequest.newBuilder(service)
                                .header("Accept", PROTOBUF)
                                .build(),
                        BodyHandlers.ofByteArray());
                if (answer.statusCode() != 200) {
                    throw new IllegalStateException("%s answered %d".formatted(service, answer.statusCode()));
                }
                scraped.addAndGet(answer.body().length);
            } catch (IOException e) {
                throw new IllegalStateException(service + " was not scraped", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        double median(List<Double> values) {
            List<Double> sorted = new ArrayList<>(values);
            Collections.sort(sorted);
            return sorted.get(sorted.size() / 2);
        }

        void print() {
            System.out.printf(
                    "telemetry: %s farm, %d jobs: %.3f s a job, %.3f s of processor time (medians)%n",
                    name, walls.size(), median(walls), median(cores));
        }

        void costOfScrapes(int times) throws IOException {
            for (URI service : services) {
                ProcessorTime before = ProcessorTime.of(data);
                long bytes = scraped.get();
                for (int i = 0; i < times; i++) {
                    scrape(service);
                }
                System.out.printf(
                        "telemetry: a scrape of %s: %.2f ms of processor time of the farm, %d bytes%n",
                        service,
                        ProcessorTime.of(data).since(before).total() * 1e3 / times,
                        (scraped.get() - bytes) / times);
            }
        }
    }
}
