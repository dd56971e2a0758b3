package dev.parley.multitalk.internal.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.multitalk.Speech;
import org.junit.jupiter.api.Test;

class SpeechPreparationTest {
    @Test
    void channelsAreAveraged() {
        assertThat(SpeechPreparation.load(new float[][] {{1, 0.5f}, {0, -0.5f}}, Speech.RATE))
                .containsExactly(0.5f, 0);
    }

    @Test
    void channelsThatCannotBeAveragedAreRefused() {
        assertThatThrownBy(() -> SpeechPreparation.load(new float[][] {{1}, {0, 1}}, Speech.RATE))
                .hasMessageContaining("Channel 1");
        assertThatThrownBy(() -> SpeechPreparation.load(new float[0][], Speech.RATE))
                .hasMessageContaining("without channels");
    }
}
