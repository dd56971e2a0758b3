package dev.parley.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How many jobs a second the farm accepts, and how long a caller waits for the 201. */
@Command(name = "ingest", description = "Jobs accepted per second, and the latency of accepting one.")
final class IngestBench implements Callable<Integer> {
    @Option(names = "--url", required = true)
    URI url;

    @Option(names = "--image", required = true)
    Path picture;

    @Option(names = "--audio", required = true)
    Path voice;

    @Option(names = "--in-flight", defaultValue = "64", description = "Requests under way at once.")
    int inFlight;

    @Option(
            names = "--warm-up",
            defaultValue = "60",
            description = "Seconds not counted: the JIT is busy for the first minute.")
    int warmUp;

    @Option(names = "--seconds", defaultValue = "15")
    int seconds;

    @Override
    public Integer call() throws Exception {
        BenchClient farm = new BenchClient(url);
        String request = farm.request(picture, voice);
        load(farm, request, warmUp);
        Load load = load(farm, request, seconds);
        double[] ms = load.latencies.stream().mapToDouble(ns -> ns / 1e6).toArray();
        Arrays.sort(ms);
        System.out.printf(
                "ingest: %.0f accepted/s, p50 %.1f ms, p99 %.1f ms, max %.1f ms (%d in flight, %d accepted, %d refused)%n",
                ms.length / load.seconds,
                at(ms, 0.50),
                at(ms, 0.99),
                at(ms, 1),
                inFlight,
                ms.length,
                load.refused.get());
        return load.refused.get() == 0 ? 0 : 1;
    }

    private static double at(double[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (quantile * sorted.length))];
    }

    private static final class Load {
        final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
        final AtomicInteger refused = new AtomicInteger();
        double seconds;
    }

    private Load load(BenchClient farm, String request, int seconds) throws InterruptedException {
        Load load = new Load();
        Semaphore free = new Semaphore(inFlight);
        long begin = System.nanoTime();
        long end = begin + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            free.acquire();
            long sent = System.nanoTime();
            farm.submit(request).whenComplete((answer, failure) -> {
                if (failure == null && answer.statusCode() == 201) {
                    load.latencies.add(System.nanoTime() - sent);
                } else {
                    load.refused.incrementAndGet();
                }
                free.release();
            });
        }
        free.acquire(inFlight);
        load.seconds = (System.nanoTime() - begin) / 1e9;
        return load;
    }
}
