package dev.parley.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.Fault;
import org.junit.jupiter.api.Test;

class TriesTest {
    private static final Tries FIRST = Tries.NONE.weighed(0).begun(1, "w1");

    @Test
    void anAttemptThatNeverSaidHowItEndedWasADeath() {
        assertThat(FIRST.weighed(0).deaths()).isEqualTo(1);
        assertThat(FIRST.weighed(0).begun(2, "w2").weighed(0).deaths()).isEqualTo(2);
    }

    @Test
    void anOrderlyEndIsNone() {
        assertThat(FIRST.ended().weighed(0).deaths()).isZero();
        assertThat(FIRST.failed().weighed(0).deaths()).isZero();
    }

    @Test
    void aChunkSpeaksForTheJob() {
        Tries bad = FIRST.failed().weighed(0).begun(2, "w2").weighed(0).begun(3, "w1");
        assertThat(bad.weighed(2)).isEqualTo(new Tries(3, "w1", false, 2, 1, null));
        assertThat(bad.weighed(3)).isEqualTo(new Tries(3, "w1", false, 0, 0, null));
    }

    @Test
    void onlyFailuresThatAnotherWorkerMayNotHaveLeaveAnotherAttempt() {
        Tries failed = FIRST.failed();
        assertThat(failed.leaveAnother(Fault.OUT_OF_MEMORY, 2)).isTrue();
        assertThat(failed.leaveAnother(Fault.OUT_OF_MEMORY, 1)).isFalse();
        assertThat(failed.leaveAnother(Fault.BAD_INPUT, 2)).isFalse();
    }
}
