package dev.parley.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.CloudEvent;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.Topics;
import dev.parley.kit.kafka.CancelledJobs;
import dev.parley.kit.store.ObjectStore;
import dev.parley.media.Sounds;
import dev.parley.testkit.TestBroker;
import dev.parley.testkit.TestStore;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the whole service, between a real broker and a real store, ask and see. */
abstract class FarmTest {
    static final Duration SOON = Duration.ofSeconds(60);

    @Inject
    ObjectStore store;

    @Inject
    PrometheusRegistry metrics;

    @Inject
    CancelledJobs cancelled;

    @ConfigProperty(name = "parley.work.dir")
    Path workDir;

    @TestHTTPResource
    URI http;

    @TempDir
    Path temp;

    TestBroker kafka;
    TestStore s3;

    void announce(ChunkCommitted chunk) {
        kafka.publish(Topics.CHUNKS, chunk.jobId().value(), Json.write(chunk));
    }

    List<JobEvent> events(JobId job) {
        return kafka.values(Topics.EVENTS, job.value()).stream()
                .map(json -> Json.read(json, CloudEvent.class).data())
                .toList();
    }

    <T extends JobEvent> T awaitEnd(JobId job, Class<T> type) {
        Optional<JobEvent> end = await().atMost(SOON)
                .until(() -> events(job).stream().filter(JobEvent::terminal).findFirst(), Optional::isPresent);
        assertThat(end.get()).isInstanceOf(type);
        return type.cast(end.get());
    }

    double assemblies(Outcome outcome) {
        return metrics.scrape(name -> name.equals("parley_assembler_assemblies")).stream()
                .flatMap(family -> ((CounterSnapshot) family).getDataPoints().stream())
                .filter(point -> outcome.word().equals(point.getLabels().get("outcome")))
                .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
                .sum();
    }

    Path video(JobId job) throws IOException {
        return Files.write(
                temp.resolve("video.mp4"), store.get(ObjectKeys.video(job)).orElseThrow());
    }

    static float peak(float[] sound, double from, double to) {
        float peak = 0;
        for (int i = (int) (from * Sounds.VOICE_RATE); i < to * Sounds.VOICE_RATE; i++) {
            peak = Math.max(peak, Math.abs(sound[i]));
        }
        return peak;
    }

    List<String> workDirFiles() throws IOException {
        try (Stream<Path> files = Files.walk(workDir)) {
            return files.skip(1).map(file -> file.getFileName().toString()).toList();
        }
    }

    String get(String path) throws IOException, InterruptedException {
        URI uri = http.resolve(path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
