package dev.parley.multitalk.internal.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.parley.multitalk.Speech;
import dev.parley.plan.FrameRate;
import dev.parley.plan.SoundTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SincResamplerTest {
    private static float[] sine(double hertz, int rate, int count) {
        float[] samples = new float[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (float) Math.sin(2 * Math.PI * hertz * i / rate);
        }
        return samples;
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 11025, 22050, 24000, 44100, 48000, 96000})
    void keepsWhatBothRatesCanHold(int from) {
        float[] in = sine(1000, from, from);
        float[] out = SincResampler.resample(in, from, 16000);
        float[] wanted = sine(1000, 16000, 16000);
        assertThat(out).hasSize(16000);
        for (int i = 500; i < 15500; i++) { // the ends ring, as if the tone began and ended there
            assertThat(out[i]).isCloseTo(wanted[i], within(2e-5f));
        }
    }

    @Test
    void removesWhatTheLowerRateCannotHold() {
        float[] out = SincResampler.resample(sine(8100, 48000, 48000), 48000, 16000);
        for (int i = 500; i < 15500; i++) {
            assertThat(out[i]).isCloseTo(0, within(2e-5f));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 441, 442})
    void lastsJustAsLongRoundedDown(int samples) {
        assertThat(SincResampler.resample(new float[samples], 44100, 16000)).hasSize(samples * 160 / 441);
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 11025, 22050, 24000, 44100, 48000, 96000})
    void hasTheFramesOfWhatItCameFrom(int from) {
        for (int frames = 1; frames <= 60; frames += 7) {
            int enough = (frames * from + 24) / 25;
            for (int samples : new int[] {enough - 1, enough, enough + 1}) {
                float[] voice = SincResampler.resample(new float[samples], from, Speech.RATE);
                assertThat(FrameRate.frames(voice.length))
                        .isEqualTo(SoundTime.of(samples, from).frames());
            }
        }
    }

    @Test
    void leavesATrackOfTheRightRateAlone() {
        float[] in = {1, -1, 0.5f};
        assertThat(SincResampler.resample(in, 16000, 16000)).containsExactly(in).isNotSameAs(in);
    }

    @Test
    void refusesARateThatIsNone() {
        assertThatThrownBy(() -> SincResampler.resample(new float[1], 0, 16000)).hasMessageContaining("0 and 16000");
    }
}
