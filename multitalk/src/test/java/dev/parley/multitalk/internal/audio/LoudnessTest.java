package dev.parley.multitalk.internal.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LoudnessTest {
    private static final int RATE = 48000;

    private static float[] sine(double hertz, double amplitude, double seconds) {
        float[] samples = new float[(int) (seconds * RATE)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (amplitude * Math.sin(2 * Math.PI * hertz * i / RATE));
        }
        return samples;
    }

    /** The standard's own test signal: 0 dBFS at 997 Hz in one channel is -3.01 LUFS. */
    @Test
    void measuresTheStandardsSine() {
        assertThat(Loudness.integrated(sine(997, 1, 20), RATE)).isCloseTo(-3.01, within(0.1));
    }

    @Test
    void silenceBetweenWordsDoesNotCount() {
        float[] spoken = sine(997, 0.1, 10);
        float[] paused = new float[2 * spoken.length];
        System.arraycopy(spoken, 0, paused, 0, spoken.length);
        assertThat(Loudness.integrated(paused, RATE)).isCloseTo(Loudness.integrated(spoken, RATE), within(0.2));
    }

    @Test
    void whatIsNormalizedIsAsLoudAsSpeech() {
        for (double amplitude : new double[] {0.001, 0.1, 1}) {
            float[] normal = Loudness.normalize(sine(300, amplitude, 3), RATE);
            assertThat(Loudness.integrated(normal, RATE)).isCloseTo(Loudness.SPEECH, within(1e-3));
        }
    }

    @Test
    void silenceStaysSilence() {
        assertThat(Loudness.integrated(new float[RATE], RATE)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Loudness.normalize(new float[RATE], RATE)).containsOnly(0);
    }

    @Test
    void aShortVoiceIsAsLoudAsALongOneOfTheSameKind() {
        double longer = Loudness.integrated(sine(300, 0.1, 3), RATE);
        for (double seconds : new double[] {0.04, 0.2, 0.3999}) {
            assertThat(Loudness.integrated(sine(300, 0.1, seconds), RATE)).isCloseTo(longer, within(0.2));
        }
        assertThat(Loudness.normalize(new float[] {0}, RATE)).containsExactly(0);
    }
}
