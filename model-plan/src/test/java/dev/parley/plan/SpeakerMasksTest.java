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
        SpeakerMasks masks = SpeakerMasks.of(new Size(100, 300), new Size(192, 576), 3, List.of())
                .orElseThrow();
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
    void oneSpeakerIsToldApartFromTheRestOfThePictureByTheirBox() {
        Size video = new Size(192, 384);
        SpeakerMasks masks = SpeakerMasks.of(PICTURE, video, 1, List.of(new SpeakerBox(10, 20, 90, 80)))
                .orElseThrow();
        assertThat(masks.planes()).hasSize(3);
        assertThat(masks.planes().get(0).at(50, 50)).isTrue();
        assertThat(masks.planes().get(1).at(50, 150)).isTrue();
        assertThat(masks.background().at(50, 90)).isTrue();
        for (int row = 0; row < PICTURE.height(); row++) {
            for (int column = 0; column < PICTURE.width(); column++) {
                int at = row;
                int across = column;
                assertThat(masks.planes().stream().filter(mask -> mask.at(at, across)))
                        .as("of row %d, column %d", row, column)
                        .hasSize(1);
            }
        }
        masks.requireVisible(masks.onTokens(video));
    }

    @Test
    void oneSpeakerIsToldApartFromNobodyWhereNothingElseIsSeen() {
        Size video = new Size(192, 384);
        assertThat(SpeakerMasks.of(PICTURE, video, 1, List.of())).isEmpty();
        assertThat(SpeakerMasks.of(PICTURE, video, 1, List.of(new SpeakerBox(0, 0, 100, 200))))
                .isEmpty();
        assertThat(SpeakerMasks.of(PICTURE, video, 1, List.of(new SpeakerBox(5, 5, 95, 195))))
                .as("with a strip of background around it nobody is left")
                .isEmpty();
        assertThat(SpeakerMasks.of(PICTURE, new Size(192, 192), 1, List.of(new SpeakerBox(0, 45, 100, 155))))
                .as("others are there, and are cut off")
                .isEmpty();
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
