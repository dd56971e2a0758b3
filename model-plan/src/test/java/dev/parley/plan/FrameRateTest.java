package dev.parley.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FrameRateTest {
    /** Half an hour, the longest that a farm takes unless told otherwise. */
    private static final int LONGEST = 45_000;

    @Test
    void everyLengthHasItsFramesAndASampleLessOneFrameLess() {
        for (int frames = 1; frames <= LONGEST; frames++) {
            long samples = 640L * frames;
            assertThat(FrameRate.frames(samples - 1)).isEqualTo(frames - 1);
            assertThat(FrameRate.frames(samples)).isEqualTo(frames);
            assertThat(FrameRate.frames(samples + 1)).isEqualTo(frames);
        }
    }

    @Test
    void moreFramesThanCanBeCountedAreRefused() {
        assertThatThrownBy(() -> FrameRate.frames(Long.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
    }
}
