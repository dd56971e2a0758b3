package dev.parley.ingest.deletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.ObjectKeys;
import dev.parley.ingest.HttpRequests;
import dev.parley.ingest.Kafka;
import dev.parley.ingest.SampleFiles;
import dev.parley.ingest.jobs.HeldInputs;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.jobs.Ownership;
import dev.parley.kit.admission.Inputs;
import dev.parley.kit.store.ObjectStore;
import dev.parley.testkit.FarmResource;
import dev.parley.testkit.TestStore;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes when its time is over, by a clock that the test sets. */
@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class RetentionTest {
    /** Jobs of other tests end later by years, so none of them is old here. */
    private static final Instant END = Instant.parse("2020-02-01T12:00:00Z");

    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration WEEK = Duration.ofDays(7);

    @ConfigProperty(name = "parley.kafka")
    String bootstrap;

    @Inject
    JobTable table;

    @Inject
    Ownership ownership;

    @Inject
    Deletions deletions;

    @Inject
    HeldInputs held;

    @Inject
    Inputs inputs;

    @Inject
    ObjectStore store;

    @TempDir
    Path folder;

    private Kafka kafka;

    @BeforeEach
    void open() {
        kafka = new Kafka(bootstrap);
        await().until(() -> table.isRead() && ownership.dispatches());
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    private record Settings(Optional<Duration> jobs, Optional<Duration> orphans, boolean dryRun)
            implements RetentionConfig {
        @Override
        public Duration turn() {
            return Duration.ofHours(1);
        }
    }

    private void turn(Settings settings, ObjectStore objects, Instant now) {
        new Retention(
                        settings,
                        table,
                        ownership,
                        deletions,
                        new UnusedInputs(held, table, inputs, objects),
                        objects,
                        new PrometheusRegistry(),
                        Clock.fixed(now, ZoneOffset.UTC))
                .turn();
    }

    private static Settings jobs(boolean dryRun) {
        return new Settings(Optional.of(MONTH), Optional.empty(), dryRun);
    }

    private static Settings orphans(boolean dryRun) {
        return new Settings(Optional.empty(), Optional.of(WEEK), dryRun);
    }

    @Test
    void aJobGoesWithAllOfItsObjectsWhenItsTimeIsOverAndNoOtherDoes() {
        String shared = HttpRequests.upload(SampleFiles.voice(2.71));
        String picture = HttpRequests.upload(SampleFiles.picture(322, 208));
        JobId old = job(picture, shared);
        JobId younger = job(HttpRequests.upload(SampleFiles.picture(324, 208)), shared);
        JobId waiting = job(HttpRequests.upload(SampleFiles.picture(326, 208)), shared);
        complete(old, END);
        complete(younger, END.plus(Duration.ofHours(1)));
        List<String> others = List.of(
                ObjectKeys.plan(younger),
                ObjectKeys.video(younger),
                ObjectKeys.plan(waiting),
                ObjectKeys.video(waiting));

        turn(jobs(false), store, END.plus(MONTH));
        turn(jobs(true), store, END.plus(MONTH).plusSeconds(1));
        assertThat(table.deleted(old)).as("not yet, and not by a dry run").isEmpty();

        turn(jobs(false), store, END.plus(MONTH).plusSeconds(1));

        await().untilAsserted(() -> assertThat(table.deleted(old))
                .hasValueSatisfying(job -> assertThat(job.deletion().isDone()).isTrue()));
        assertThat(store.list(ObjectKeys.folder(old))).isEmpty();
        assertThat(List.of(ObjectKeys.video(old), picture)).noneMatch(this::isStored);
        assertThat(others).allMatch(this::isStored);
        assertThat(shared).matches(this::isStored, "is what other jobs are made of");
        assertThat(List.of(younger, waiting)).allMatch(job -> table.find(job).isPresent());

        HttpRequests.cancel(waiting);
    }

    @Test
    void objectsOfNoJobGoWhenTheirTimeIsOverAndNothingElseDoes() throws Exception {
        String voice = HttpRequests.upload(SampleFiles.voice(2.72));
        JobId known = job(HttpRequests.upload(SampleFiles.picture(328, 208)), voice);
        JobId forgotten = JobId.create(END);
        List<String> kept = List.of(ObjectKeys.plan(known), ObjectKeys.video(known), voice, "notes/of-somebody");
        List<String> lost = List.of(
                ObjectKeys.plan(forgotten),
                ObjectKeys.ledger(forgotten, 0),
                ObjectKeys.stateFolder(forgotten) + "00001-a.safetensors",
                ObjectKeys.video(forgotten),
                ObjectKeys.input("c".repeat(64)));
        try (TestStore own = new TestStore(folder)) {
            kept.forEach(key -> own.objects().put(key, new byte[1], "text/plain"));
            lost.forEach(key -> own.objects().put(key, new byte[1], "text/plain"));
            Instant stored = Instant.now();

            turn(orphans(false), own.objects(), stored.plus(WEEK).minus(Duration.ofHours(1)));
            turn(orphans(true), own.objects(), stored.plus(WEEK).plus(Duration.ofHours(1)));
            assertThat(own.objects().list("")).containsAll(kept).containsAll(lost);

            turn(orphans(false), own.objects(), stored.plus(WEEK).plus(Duration.ofHours(1)));

            assertThat(own.objects().list("")).isEqualTo(List.copyOf(new TreeSet<>(kept)));
        }
    }

    /** An accepted job with everything that workers and the assembler store of one. */
    private JobId job(String picture, String voice) {
        Map<String, Object> request = HttpRequests.sound();
        request.put("image", picture);
        request.put("speakers", List.of(Map.of("audio", voice)));
        JobId job = HttpRequests.accepted(request);
        for (String key : List.of(
                ObjectKeys.plan(job),
                ObjectKeys.ledger(job, 0),
                ObjectKeys.stateFolder(job) + "00001-a.safetensors",
                ObjectKeys.video(job))) {
            store.put(key, new byte[1], "text/plain");
        }
        return job;
    }

    private void complete(JobId job, Instant end) {
        kafka.emit(job, new JobEvent.Completed(ObjectKeys.video(job), 50, 2, 2, 640, 480, 9, "0".repeat(64)), end);
        await().until(() ->
                table.folded(job).filter(state -> end.equals(state.endedAt())).isPresent());
    }

    private boolean isStored(String key) {
        return store.stat(key).isPresent();
    }
}
