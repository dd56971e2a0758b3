package dev.parley.multitalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DialogueTest {
    @Test
    void inTurnsEachIsSilentWhileTheOtherSpeaks() {
        Dialogue dialogue =
                Dialogue.inTurns(Speech.ofPrepared(new float[] {1, 2}), Speech.ofPrepared(new float[] {3, 4, 5}));
        assertThat(dialogue.first().samples()).containsExactly(1, 2, 0, 0, 0);
        assertThat(dialogue.second().samples()).containsExactly(0, 0, 3, 4, 5);
        assertThat(dialogue.sum()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void togetherBothAreHeard() {
        Dialogue dialogue = Dialogue.together(
                Speech.ofPrepared(new float[] {0.75f, 0}), Speech.ofPrepared(new float[] {0.75f, -1}));
        assertThat(dialogue.sum()).containsExactly(1.5f, -1);
    }

    @Test
    void togetherNeedsTracksOfOneLength() {
        assertThatThrownBy(() -> Dialogue.together(Speech.ofPrepared(new float[3]), Speech.ofPrepared(new float[4])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 and 4 samples");
    }
}
