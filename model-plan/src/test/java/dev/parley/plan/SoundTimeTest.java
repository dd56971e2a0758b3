package dev.parley.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoundTimeTest {
    private static final int LONGEST = 45_000;

    @Test
    void at16KilohertzItCountsAsTheModelDoes() {
        for (int frames = 1; frames <= LONGEST; frames++) {
            for (long samples = 640L * frames - 1; samples <= 640L * frames + 1; samples++) {
                assertThat(SoundTime.of(samples, 16_000).frames()).isEqualTo(FrameRate.frames(samples));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 11_025, 22_050, 24_000, 44_100, 48_000, 96_000, 192_000})
    void atAnyRateAFrameNeedsAllItsSamples(int rate) {
        for (int frames = 1; frames <= LONGEST; frames += 7) {
            long enough = ((long) frames * rate + 24) / 25;
            assertThat(SoundTime.of(enough, rate).frames()).isEqualTo(frames);
            assertThat(SoundTime.of(enough - 1, rate).frames()).isEqualTo(frames - 1);
        }
    }

    @Test
    void secondsCountAsTheyAreWritten() {
        for (int frames = 1; frames <= LONGEST; frames++) {
            double written = Double.parseDouble("%d.%02d".formatted(frames / 25, frames % 25 * 4));
            assertThat(SoundTime.ofSeconds(written).frames()).isEqualTo(frames);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.04, 1", "1.16, 29", "1.1599999, 28", "1200, 30000", "1e3, 25000", "1e-9, 0", "1e-323, 0"})
    void anyNumberOfSecondsCanBeCounted(double seconds, int frames) {
        assertThat(SoundTime.ofSeconds(seconds).frames()).isEqualTo(frames);
        assertThat(SoundTime.ofSeconds(seconds).plus(SoundTime.of(1, 44_100)).seconds())
                .isEqualTo(seconds + 1 / 44_100.0);
    }

    @Test
    void twoSoundsThatMakeWholeFramesTogetherMakeThem() {
        Random random = new Random(9);
        for (int i = 0; i < 10_000; i++) {
            int frames = 2 + random.nextInt(LONGEST);
            int first = 1 + random.nextInt(1764 * frames - 1);
            SoundTime both = SoundTime.of(first, 44_100).plus(SoundTime.of(1764L * frames - first, 44_100));
            assertThat(both.frames()).isEqualTo(frames);
        }
    }

    @Test
    void itsSecondsAreTheNearestDouble() {
        Random random = new Random(9);
        for (int i = 0; i < 10_000; i++) {
            int samples = random.nextInt(Integer.MAX_VALUE);
            int rate = 1 + random.nextInt(192_000);
            assertThat(SoundTime.of(samples, rate).seconds()).isEqualTo((double) samples / rate);
        }
    }

    @Test
    void nothingLastsLessThanNothing() {
        assertThatThrownBy(() -> SoundTime.ofSeconds(-0.04)).hasMessage("Sound lasts 0 s or longer, not -4/100");
        assertThatThrownBy(() -> new SoundTime(BigInteger.ONE, BigInteger.ZERO)).hasMessageContaining("1/0");
    }
}
