package dev.parley.ingest.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobState;
import dev.parley.contracts.Phase;
import dev.parley.ingest.jobs.States;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerSlotsTest {
    @Test
    void anIdleWorkerGetsOneTicket() {
        assertThat(WorkerSlots.free(List.of("w1", "w2"), List.of(), 0, 0)).isEqualTo(2);
        assertThat(WorkerSlots.free(List.of("w1", "w2"), List.of(), 1, 0)).isEqualTo(1);
        assertThat(WorkerSlots.free(List.of("w1", "w2"), List.of(), 2, 0)).isZero();
    }

    @Test
    void aBusyWorkerGetsNone() {
        assertThat(WorkerSlots.free(List.of("w1"), List.of(running("w1")), 0, 0))
                .isZero();
        assertThat(WorkerSlots.free(List.of("w1"), List.of(running("w1")), 0, 2))
                .isEqualTo(2);
    }

    @Test
    void aWorkerThatWillSoonBeDoneCountsAsIdle() {
        JobState soon = States.after(running("w1"), States.NOON, progress(2, 1.5, Phase.RENDERING));
        JobState last = States.after(running("w1"), States.NOON, progress(3, null, Phase.DECODING));
        JobState later = States.after(running("w1"), States.NOON, progress(2, 2.5, Phase.DECODING));
        JobState done = States.after(running("w1"), States.NOON, new JobEvent.Chunk(1, 0, 1, 50, 50));
        assertThat(WorkerSlots.free(List.of("w1"), List.of(soon), 0, 0)).isEqualTo(1);
        assertThat(WorkerSlots.free(List.of("w1"), List.of(last), 0, 0)).isEqualTo(1);
        assertThat(WorkerSlots.free(List.of("w1"), List.of(done), 0, 0)).isEqualTo(1);
        assertThat(WorkerSlots.free(List.of("w1"), List.of(later), 0, 0)).isZero();
    }

    @Test
    void theJobOfAWorkerThatIsGoneIsOutAgain() {
        assertThat(WorkerSlots.free(List.of("w2"), List.of(running("w1")), 0, 0))
                .isZero();
        assertThat(WorkerSlots.free(List.of("w2", "w3"), List.of(running("w1")), 0, 0))
                .isEqualTo(1);
    }

    @Test
    void whereNoWorkerIsKnownOneTicketWaitsForTheFirst() {
        assertThat(WorkerSlots.free(List.of(), List.of(), 0, 0)).isEqualTo(1);
        assertThat(WorkerSlots.free(List.of(), List.of(), 1, 0)).isZero();
        assertThat(WorkerSlots.free(List.of(), List.of(running("w1")), 0, 0)).isEqualTo(1);
    }

    @Test
    void twoWorkersOfOneNameAreTwo() {
        assertThat(WorkerSlots.free(List.of("w", "w"), List.of(running("w")), 0, 0))
                .isEqualTo(1);
    }

    private static JobState running(String worker) {
        return States.after(States.dispatched(States.NOON), States.NOON, new JobEvent.Claimed(worker, 1, 0));
    }

    private static JobEvent progress(int window, Double etaSeconds, Phase phase) {
        return new JobEvent.Progress(1, window, 3, 2, 8, etaSeconds, phase);
    }
}
