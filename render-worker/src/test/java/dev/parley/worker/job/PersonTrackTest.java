package dev.parley.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.RenderPlan.VoiceTrack;
import dev.parley.worker.render.JobInputs;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PersonTrackTest {
    private static final float[] SECOND = constant(16_000, 0.5f);

    private final PersonTrack track = new PersonTrack(1);

    @Test
    void aSingleRecordingIsTheTrack() {
        track.add(new VoiceTrack(1, "a", 2.5, 1), SECOND);
        JobInputs.Voice voice = track.voice();
        assertThat(voice.samples()).isSameAs(SECOND);
        assertThat(voice.startSeconds()).isEqualTo(2.5);
        assertThat(voice.speaker()).isEqualTo(1);
    }

    @Test
    void partsAreHeardAtTheirTimesWithSilenceBetween() {
        track.add(new VoiceTrack(1, "a", 3, 0.25, 0.5), SECOND);
        track.add(new VoiceTrack(1, "b", 1, 1), SECOND);
        JobInputs.Voice voice = track.voice();
        assertThat(voice.startSeconds()).isEqualTo(1);
        assertThat(voice.samples()).hasSize(36_000);
        assertThat(voice.samples()[15_999]).isEqualTo(0.5f);
        assertThat(voice.samples()[16_000]).isZero();
        assertThat(voice.samples()[31_999]).isZero();
        assertThat(voice.samples()[32_000]).isEqualTo(0.5f);
        assertThat(voice.samples()[35_999]).isEqualTo(0.5f);
    }

    @Test
    void whoSaysNothingIsSilent() {
        assertThat(track.voice().samples()).hasSize(16_000).containsOnly(0f);
    }

    @Test
    void aShortPartIsLongEnoughToBeMeasured() {
        track.add(new VoiceTrack(1, "a", 0, 0.1, 0.0), SECOND);
        assertThat(track.voice().samples()).hasSize(16_000);
    }

    private static float[] constant(int length, float value) {
        float[] samples = new float[length];
        Arrays.fill(samples, value);
        return samples;
    }
}
