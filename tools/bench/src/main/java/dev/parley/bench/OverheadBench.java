package dev.parley.bench;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the farm costs beside rendering: from the first submit to the last {@code completed}, less the engine's time. */
@Command(name = "overhead", description = "Seconds per job that are not rendering, for 1, 10 and 100 queued jobs.")
final class OverheadBench implements Callable<Integer> {
    private static final String RENDER_SECONDS = "parley_worker_window_seconds_sum";

    @Option(names = "--url", required = true)
    URI url;

    @Option(names = "--worker-url", required = true, description = "The one worker of the farm.")
    URI workerUrl;

    @Option(names = "--image", required = true)
    Path picture;

    @Option(names = "--audio", required = true)
    Path voice;

    @Option(names = "--jobs", split = ",", defaultValue = "1,10,100")
    List<Integer> counts;

    @Override
    public Integer call() throws Exception {
        BenchClient farm = new BenchClient(url);
        BenchClient worker = new BenchClient(workerUrl);
        String request = farm.request(picture, voice);
        // The first job pays for class loading and the encoder's start.
        measure(farm, worker, request, 3);
        for (int count : counts) {
            measure(farm, worker, request, count).print();
        }
        return 0;
    }

    private record Result(int jobs, double wall, double rendering) {
        void print() {
            System.out.printf(
                    "overhead: %d jobs, %.2f s from first submit to last completed, %.2f s rendering, %.3f s overhead per job%n",
                    jobs, wall, rendering, (wall - rendering) / jobs);
        }
    }

    private static Result measure(BenchClient farm, BenchClient worker, String request, int count) throws Exception {
        double before = worker.metric(RENDER_SECONDS);
        Instant begin = Instant.now();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(BenchClient.expect(201, farm.submit(request).get())
                    .path("jobId")
                    .asText());
        }
        Instant end = begin;
        for (String id : ids) {
            Instant ended = farm.awaitEnd(id);
            end = ended.isAfter(end) ? ended : end;
        }
        double rendering = worker.metric(RENDER_SECONDS) - before;
        return new Result(count, Duration.between(begin, end).toMillis() / 1e3, rendering);
    }
}
