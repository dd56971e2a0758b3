package dev.parley.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SpeakerMasksTest {
    private static final Size PICTURE = new Size(100, 200);

    @Test
    void theHalvesLeaveBackgroundBetweenThem() {
        SpeakerMasks masks = SpeakerMasks.halves(PICTURE);
        assertThat(masks.planes().get(0).at(50, 50)).isTrue();
        assertThat(masks.planes().get(1).at(50, 150)).isTrue();
        assertThat(masks.planes().get(2).at(50, 100)).isTrue();
    }

    @Test
    void boxesThatLeaveNoBackgroundAreRefused() {
        SpeakerMasks masks =
                SpeakerMasks.boxes(PICTURE, new SpeakerBox(0, 0, 100, 100), new SpeakerBox(0, 100, 100, 200));
        assertThatThrownBy(() -> masks.requireVisible(masks.resize(new Size(10, 20))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the background is nowhere on the model's grid of 10x20");
    }

    @Test
    void aBoxWithoutAPixelIsRefused() {
        assertThatThrownBy(() -> new SpeakerBox(10.2, 0, 10.9, 50)).hasMessageContaining("at least one pixel");
    }
}
