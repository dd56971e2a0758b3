package dev.parley.ingest.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.JobStateBuilder;
import dev.parley.contracts.JobStatus;
import dev.parley.contracts.Priority;
import dev.parley.contracts.QueueEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreemptionTest {
    private static final Duration ABOVE = Duration.ofMinutes(1);

    @Test
    void theLowestClassGivesWayAndInItWhoHasTheMostLeft() {
        JobState high = running(Priority.HIGH, 900.0, 0);
        JobState normal = running(Priority.NORMAL, 800.0, 0);
        JobState shorter = running(Priority.LOW, 300.0, 0);
        JobState longer = running(Priority.LOW, 400.0, 0);
        List<JobState> running = List.of(high, shorter, normal, longer);
        assertThat(choose(List.of(waiting(Priority.HIGH)), running, 0)).containsExactly(longer);
        assertThat(choose(List.of(waiting(Priority.HIGH), waiting(Priority.NORMAL)), running, 0))
                .containsExactly(longer, shorter);
        assertThat(choose(List.of(waiting(Priority.HIGH), waiting(Priority.HIGH), waiting(Priority.HIGH)), running, 0))
                .containsExactly(longer, shorter, normal);
    }

    @Test
    void nobodyGivesWayToItsOwnClass() {
        JobState normal = running(Priority.NORMAL, 800.0, 0);
        assertThat(choose(List.of(waiting(Priority.NORMAL)), List.of(normal), 0))
                .isEmpty();
        assertThat(choose(List.of(waiting(Priority.LOW)), List.of(normal), 0)).isEmpty();
        // An aged job that is first in its turn does not make others stop.
        assertThat(choose(List.of(waiting(Priority.LOW), waiting(Priority.HIGH)), List.of(normal), 0))
                .isEmpty();
    }

    @Test
    void whoIsAboutToEndOrWasInterruptedOftenGoesOn() {
        List<JobState> running = List.of(
                running(Priority.LOW, 60.0, 0), running(Priority.LOW, null, 0), running(Priority.LOW, 800.0, 3));
        assertThat(choose(List.of(waiting(Priority.HIGH)), running, 0)).isEmpty();
    }

    @Test
    void whoWasAskedAlreadyWillBeFree() {
        List<JobState> running = List.of(running(Priority.LOW, 800.0, 0));
        List<JobState> two = List.of(waiting(Priority.HIGH), waiting(Priority.HIGH));
        assertThat(choose(two, running, 1)).hasSize(1);
        assertThat(choose(two, running, 2)).isEmpty();
        assertThat(choose(two, running, 3)).isEmpty();
    }

    private static List<JobState> choose(List<JobState> waiting, List<JobState> running, int answering) {
        return Preemption.choose(waiting, running, answering, ABOVE);
    }

    private static JobState waiting(Priority priority) {
        return job(JobStatus.ACCEPTED, priority, null, 0);
    }

    private static JobState running(Priority priority, Double eta, int yields) {
        return job(JobStatus.RUNNING, priority, eta, yields);
    }

    private static JobState job(JobStatus status, Priority priority, Double eta, int yields) {
        return JobStateBuilder.builder()
                .jobId(JobId.create(Instant.now()))
                .status(status)
                .queue(new QueueEntry(priority, null, null, null, List.of(), List.of(), null, null, yields))
                .progress(new JobState.Progress(1, 3, 2, 8, eta))
                .build();
    }
}
