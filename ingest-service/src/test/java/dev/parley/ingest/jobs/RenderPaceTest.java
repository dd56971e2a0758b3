package dev.parley.ingest.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.JobStateBuilder;
import dev.parley.contracts.JobStatus;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RenderRequestBuilder;
import dev.parley.contracts.RenderRequestSpeakerBuilder;
import dev.parley.contracts.RequestDefaults;
import dev.parley.ingest.disk.Disk;
import io.quarkus.runtime.StartupEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderPaceTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    static Path folder;

    private final Disk disk = new Disk(folder);
    private final JobTable table = new JobTable(1000, disk);
    private final RenderPace pace = new RenderPace(table);
    private int jobs;

    private JobStateBuilder job(double seconds, Long work) {
        Instant claimed = NOW.plus(Duration.ofHours(jobs++));
        return JobStateBuilder.builder()
                .jobId(JobId.create(claimed))
                .sequence(9)
                .status(JobStatus.COMPLETED)
                .engine(Engine.PANTOMIME)
                .width(640)
                .height(480)
                .frames(50)
                .attempt(1)
                .createdAt(claimed)
                .claimedAt(claimed)
                .endedAt(claimed.plusMillis((long) (seconds * 1000)))
                .intake(new JobState.Intake("x", null, List.of(), List.of(), work, null, null, null, List.of(), null));
    }

    private static RenderPlan plan(int frames) {
        return new RenderPlan(
                JobId.create(NOW),
                RequestDefaults.fill(
                        RenderRequestBuilder.builder()
                                .image("inputs/x")
                                .speakers(List.of(RenderRequestSpeakerBuilder.builder()
                                        .audio("inputs/y")
                                        .build()))
                                .build(),
                        Engine.PANTOMIME),
                640,
                480,
                new ChunkPlan(frames, 81, 25),
                "inputs/x",
                List.of(),
                null,
                List.of(),
                null);
    }

    @BeforeEach
    void start() {
        pace.onStart(new StartupEvent());
    }

    @AfterEach
    void close() {
        disk.close();
    }

    @Test
    void aFarmThatHasRenderedNothingKnowsNothing() {
        assertThat(pace.seconds(plan(100))).isEmpty();
    }

    @Test
    void theMedianOfTheLatestJobsOfThatSizeCounts() {
        table.put(job(1_000, 100L).build()); // long ago
        for (double seconds : new double[] {2, 1, 50, 1, 2}) {
            table.put(job(seconds, 100L).build());
        }
        assertThat(pace.seconds(plan(250)).orElseThrow()).isCloseTo(5, within(1e-9));
    }

    @Test
    void jobsThatTellNothingOfItAreLeftOut() {
        table.put(job(1, null).build());
        table.put(job(1, 100L).attempt(2).build());
        table.put(job(1, 100L).width(320).build());
        table.put(job(1, 100L).engine(Engine.MULTITALK).build());
        table.put(job(1, 100L).status(JobStatus.FAILED).build());
        table.put(job(1, 100L).claimedAt(null).build());
        assertThat(pace.seconds(plan(100))).isEmpty();
    }

    @Test
    void jobsAreTakenByWhenTheyEndedNotByWhenTheyAreHeardOf() {
        JobState first = job(1_000, 100L).build();
        for (int i = 0; i < 4; i++) {
            table.put(job(2, 100L).build());
        }
        JobState last = job(4, 100L).build();
        table.put(last);
        table.put(first);
        assertThat(pace.all())
                .extracting(RenderPace.Pace::jobs, RenderPace.Pace::secondsPerSecond)
                .containsExactly(tuple(5, 1.0));
    }

    @Test
    void aJobCountsOnce() {
        JobState job = job(2, 100L).build();
        table.put(job);
        table.put(JobStateBuilder.builder(job).sequence(10).build());
        assertThat(pace.all()).extracting(RenderPace.Pace::jobs).containsExactly(1);
    }

    @Test
    void whatWasRenderedLastIsToldFirst() {
        table.put(job(1, 100L).build());
        table.put(job(6, 100L).width(320).build());
        assertThat(pace.all())
                .extracting(RenderPace.Pace::width, RenderPace.Pace::secondsPerSecond)
                .containsExactly(tuple(320, 3.0), tuple(640, 0.5));
    }
}
