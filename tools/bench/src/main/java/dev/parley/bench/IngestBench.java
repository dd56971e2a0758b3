package dev.parley.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How many jobs a second the farm accepts, how long a caller waits for the 201, and whose processor time that takes. */
@Command(name = "ingest", description = "Jobs accepted per second, and the latency of accepting one.")
final class IngestBench implements Callable<Integer> {
    @Option(names = "--url", required = true)
    URI url;

    @Option(names = "--data", required = true, description = "The farm's data directory, for its processor time.")
    Path data;

    @Option(names = "--image", required = true)
    Path picture;

    @Option(names = "--audio", required = true)
    Path voice;

    @Option(names = "--in-flight", defaultValue = "64", description = "Clients, each with one request under way.")
    int inFlight;

    @Option(
            names = "--rate",
            split = ",",
            defaultValue = "0",
            description =
                    "Jobs a second, evenly spread, each measured from when it was due; one rate after another. 0: all"
                            + " that the clients get through, so that the mean latency is their number by the rate.")
    List<Integer> rates;

    @Option(
            names = "--warm-up",
            defaultValue = "60",
            description = "Seconds not counted: the JIT is busy for the first minute.")
    int warmUp;

    @Option(names = "--seconds", defaultValue = "15")
    int seconds;

    @Override
    public Integer call() throws Exception {
        System.setProperty("http.maxConnections", Integer.toString(inFlight));
        byte[] request = new BenchClient(url).request(picture, voice).getBytes(StandardCharsets.UTF_8);
        load(request, 0, warmUp);
        int refused = 0;
        for (int rate : rates) {
            ProcessorTime before = ProcessorTime.of(data);
            double own = ownProcessorTime();
            Load load = load(request, rate, seconds);
            double generator = ownProcessorTime() - own;
            print(rate, load, ProcessorTime.of(data).since(before), generator);
            refused += load.refused.get();
        }
        return refused == 0 ? 0 : 1;
    }

    private static double ownProcessorTime() throws IOException {
        return ProcessorTime.of(ProcessHandle.current().pid());
    }

    private void print(int rate, Load load, ProcessorTime used, double generator) {
        double[] ms = load.latencies.stream().mapToDouble(ns -> ns / 1e6).toArray();
        Arrays.sort(ms);
        System.out.printf(
                Locale.ROOT,
                "ingest: %.0f accepted/s, p50 %.1f ms, p99 %.1f ms, max %.1f ms (%s, %d accepted, %d refused)%n",
                ms.length / load.seconds,
                at(ms, 0.50),
                at(ms, 0.99),
                at(ms, 1),
                rate == 0 ? inFlight + " clients" : rate + "/s asked for",
                ms.length,
                load.refused.get());
        String farm = used.seconds().entrySet().stream()
                .map(process -> perJob(process.getKey(), process.getValue(), ms.length))
                .collect(Collectors.joining(", "));
        System.out.println("ingest: CPU ms a job: " + farm + ", " + perJob("this program", generator, ms.length));
    }

    private static String perJob(String process, double seconds, int jobs) {
        return String.format(Locale.ROOT, "%s %.2f", process, 1000 * seconds / jobs);
    }

    private static double at(double[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (quantile * sorted.length))];
    }

    private static final class Load {
        final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
        final AtomicInteger refused = new AtomicInteger();
        double seconds;
    }

    private Load load(byte[] request, int rate, int seconds) throws InterruptedException {
        Load load = new Load();
        AtomicLong jobs = new AtomicLong();
        long begin = System.nanoTime();
        long end = begin + TimeUnit.SECONDS.toNanos(seconds);
        Runnable client = () -> {
            while (true) {
                long due = rate == 0
                        ? System.nanoTime()
                        : begin + jobs.getAndIncrement() * TimeUnit.SECONDS.toNanos(1) / rate;
                if (due >= end) {
                    return;
                }
                sleepUntil(due);
                if (isAccepted(request)) {
                    load.latencies.add(System.nanoTime() - due);
                } else {
                    load.refused.incrementAndGet();
                }
            }
        };
        List<Thread> clients =
                Stream.generate(() -> new Thread(client)).limit(inFlight).toList();
        clients.forEach(Thread::start);
        for (Thread thread : clients) {
            thread.join();
        }
        load.seconds = (System.nanoTime() - begin) / 1e9;
        return load;
    }

    private static void sleepUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** By the client of the JDK that costs least: the measured farm has what is left of the machine. */
    private boolean isAccepted(byte[] request) {
        try {
            HttpURLConnection call =
                    (HttpURLConnection) url.resolve("/v1/jobs").toURL().openConnection();
            call.setRequestProperty("Content-Type", "application/json");
            call.setDoOutput(true);
            call.setFixedLengthStreamingMode(request.length);
            try (OutputStream body = call.getOutputStream()) {
                body.write(request);
            }
            boolean accepted = call.getResponseCode() == 201;
            // What is read to its end keeps its connection.
            try (InputStream answer = accepted ? call.getInputStream() : call.getErrorStream()) {
                answer.readAllBytes();
            }
            return accepted;
        } catch (IOException e) {
            return false;
        }
    }
}
