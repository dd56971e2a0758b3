package dev.parley.ingest.watch;

import static dev.parley.ingest.jobs.States.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobState;
import dev.parley.ingest.jobs.States;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LostJobTest {
    private final LostJob lost = new LostJob(Duration.ofMinutes(15), Duration.ofHours(24), Duration.ofDays(3));
    private final JobState queued = States.accepted(NOON);
    private final JobState claimed = States.after(queued, NOON, new JobEvent.Claimed("w1", 1, 0));

    @Test
    void aJobThatOnlyWaitsIsNeverLost() {
        assertThat(reason(queued, NOON, NOON.plus(Duration.ofDays(30)))).isEmpty();
    }

    @Test
    void aJobThatWaitsInNoQueueIsLost() {
        JobState dispatched = States.dispatched(NOON);
        Instant empty = NOON.plus(Duration.ofMinutes(20));

        assertThat(lost.reason(dispatched, NOON, emptySince(empty), empty.plus(Duration.ofMinutes(15))))
                .isEmpty();
        assertThat(lost.reason(dispatched, NOON, emptySince(empty), empty.plus(Duration.ofMinutes(16))))
                .contains("no worker began the job, and its ticket has been in no queue for 15m");
    }

    @Test
    void anEmptyQueueSaysNothingOfAJobThatIsNotInItYet() {
        Instant late = NOON.plus(Duration.ofDays(1));

        assertThat(lost.reason(queued, NOON, emptySince(NOON), late)).isEmpty();
        assertThat(lost.reason(States.dispatched(late), NOON, emptySince(NOON), late.plus(Duration.ofMinutes(10))))
                .isEmpty();
    }

    @Test
    void aJobThatNobodySpeaksOfIsLost() {
        assertThat(reason(claimed, NOON, NOON.plus(Duration.ofMinutes(15)))).isEmpty();
        assertThat(reason(claimed, NOON, NOON.plus(Duration.ofMinutes(16))))
                .contains("attempt 1 sent no events for 15m");
    }

    @Test
    void aBegunJobThatWaitsForItsNextAttemptIsNeverLost() {
        RenderQueue behindOthers = queue(null, true);

        assertThat(lost.reason(claimed, NOON, behindOthers, NOON.plus(Duration.ofMinutes(16))))
                .isEmpty();
        assertThat(lost.reason(claimed, NOON, behindOthers, NOON.plus(Duration.ofDays(2))))
                .isEmpty();
    }

    @Test
    void aJobWhoseAttemptsNeverEndEnds() {
        Instant later = NOON.plus(Duration.ofDays(3));
        JobState begun = States.after(States.dispatched(NOON), later, new JobEvent.Claimed("w1", 7, 0));

        assertThat(lost.reason(begun, NOON, queue(null, false), later)).isEmpty();
        assertThat(lost.reason(begun, NOON, queue(null, false), later.plusSeconds(1)))
                .contains("its attempts, 7 so far, took longer than 72h");
        assertThat(lost.reason(begun, later, queue(null, false), later.plusSeconds(1)))
                .as("nobody could have heard of its end before")
                .isEmpty();
    }

    @Test
    void aJobThatIsBeingAssembledWaitsForNoWorker() {
        JobState assembling = States.after(claimed, NOON, new JobEvent.Assembling(1));

        assertThat(lost.reason(assembling, NOON, queue(null, true), NOON.plus(Duration.ofMinutes(16))))
                .isPresent();
    }

    @Test
    void silenceCountsOnlyWhileSomebodyListened() {
        Instant listening = NOON.plus(Duration.ofHours(2));

        assertThat(reason(claimed, listening, listening.plus(Duration.ofMinutes(10))))
                .isEmpty();
    }

    @Test
    void anAttemptWithoutAnEndIsLostHoweverMuchIsHeardOfIt() {
        Instant late = NOON.plus(Duration.ofHours(25));
        JobState busy = States.after(claimed, late, new JobEvent.Progress(1, 9, 9, 1, 8, null));

        assertThat(reason(busy, NOON, late)).contains("attempt 1 took longer than 24h");
    }

    @Test
    void anEndedJobIsNotLost() {
        JobState ended = States.after(claimed, NOON, new JobEvent.Cancelled("enough"));

        assertThat(reason(ended, NOON, NOON.plus(Duration.ofDays(3)))).isEmpty();
    }

    private Optional<String> reason(JobState job, Instant listeningSince, Instant now) {
        return lost.reason(job, listeningSince, queue(null, false), now);
    }

    private static RenderQueue emptySince(Instant empty) {
        return queue(empty, false);
    }

    private static RenderQueue queue(Instant emptySince, boolean waits) {
        return new RenderQueue() {
            @Override
            public Optional<Instant> emptySince() {
                return Optional.ofNullable(emptySince);
            }

            @Override
            public boolean waits(JobState job) {
                return waits;
            }
        };
    }
}
