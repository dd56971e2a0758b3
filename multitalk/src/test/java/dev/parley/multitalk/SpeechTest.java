package dev.parley.multitalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.multitalk.internal.audio.Loudness;
import org.junit.jupiter.api.Test;

class SpeechTest {
    @Test
    void anyRateAndAnyChannelsBecomeOneChannelAt16Kilohertz() {
        for (int rate : new int[] {8_000, 16_000, 44_100, 48_000}) {
            Speech speech = Speech.prepare(new float[][] {tone(rate), tone(rate)}, rate);
            assertThat(speech.length()).as("of %d Hz", rate).isEqualTo(Speech.RATE);
            assertThat(speech.frames()).isEqualTo(25);
            assertThat(Loudness.integrated(speech.samples(), Speech.RATE)).isBetween(-23.1, -22.9);
        }
    }

    @Test
    void preparationLeavesTheRecordingAsItWas() {
        float[] recording = tone(Speech.RATE);
        Speech.prepare(new float[][] {recording}, Speech.RATE);
        Speech.prepare(new float[][] {recording, new float[Speech.RATE]}, Speech.RATE);
        assertThat(recording).containsExactly(tone(Speech.RATE));
    }

    @Test
    void preparedSamplesAreNotCopied() {
        float[] samples = {0.25f, -0.5f};
        assertThat(Speech.ofPrepared(samples).samples()).isSameAs(samples);
    }

    @Test
    void aVoiceHasSamplesAndAllOfThemAreFinite() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Speech.ofPrepared(new float[0]))
                .withMessageContaining("at least one sample");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Speech.ofPrepared(new float[] {0, Float.NaN}))
                .withMessage("Samples of a voice must be finite, sample 1 is NaN");
        float[] broken = tone(48_000);
        broken[47_000] = Float.POSITIVE_INFINITY;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Speech.prepare(new float[][] {tone(48_000), broken}, 48_000))
                .withMessage("Samples of channel 1 must be finite, sample 47000 is Infinity");
    }

    @Test
    void aRateIsPositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> Speech.prepare(new float[][] {tone(100)}, 0));
    }

    /** A second of 300 Hz. */
    private static float[] tone(int rate) {
        float[] samples = new float[rate];
        for (int i = 0; i < rate; i++) {
            samples[i] = (float) (0.1 * Math.sin(2 * Math.PI * 300 * i / rate));
        }
        return samples;
    }
}
