package dev.parley.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
    void threePeopleHaveAThirdEachAndTheBackgroundIsLast() {
        SpeakerMasks masks = SpeakerMasks.of(new Size(100, 300), 3, List.of());
        assertThat(masks.planes()).hasSize(4);
        for (int person = 0; person < 3; person++) {
            for (int other = 0; other < 4; other++) {
                assertThat(masks.planes().get(other).at(50, 100 * person + 50)).isEqualTo(person == other);
            }
        }
        assertThat(masks.background().at(50, 100)).isTrue();
        assertThat(masks.background().at(1, 50)).isTrue();
    }

    @Test
    void whoOfThreeHasNoBoxGetsTheirThird() {
        SpeakerBox own = new SpeakerBox(1, 2, 30, 40);
        assertThat(SpeakerBox.orShares(
                        List.of(Optional.of(own), Optional.empty(), Optional.empty()), new Size(100, 300)))
                .containsExactly(own, new SpeakerBox(0, 100, 100, 200), new SpeakerBox(0, 200, 100, 300));
    }

    @Test
    void moreThanSixPeopleAreNotToldApart() {
        List<SpeakerBox> seven = IntStream.range(0, 7)
                .mapToObj(i -> new SpeakerBox(0, 10 * i, 10, 10 * i + 5))
                .toList();
        assertThatThrownBy(() -> SpeakerMasks.boxes(PICTURE, seven)).hasMessageContaining("two to 6 people");
    }

    @Test
    void boxesThatLeaveNoBackgroundAreRefused() {
        SpeakerMasks masks =
                SpeakerMasks.boxes(PICTURE, List.of(new SpeakerBox(0, 0, 100, 100), new SpeakerBox(0, 100, 100, 200)));
        assertThatThrownBy(() -> masks.requireVisible(masks.resize(new Size(10, 20))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the background is nowhere on the model's grid of 10x20");
    }

    @Test
    void aBoxWithoutAPixelIsRefused() {
        assertThatThrownBy(() -> new SpeakerBox(10.2, 0, 10.9, 50)).hasMessageContaining("at least one pixel");
    }
}
