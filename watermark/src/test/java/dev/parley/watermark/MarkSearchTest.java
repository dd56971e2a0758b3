package dev.parley.watermark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MarkSearchTest {
    private static final int SIDE = 256;
    private static final long PAYLOAD = 0xfedc_ba98_7654_3210L;

    private final MarkSearch search = new MarkSearch(MarkKey.PUBLIC);

    @Test
    void aMarkIsReadWhereItWasMade() {
        assertThat(search.findAt(SamplePictures.levels(marked(MarkKey.PUBLIC)), SIDE, SIDE, List.of()))
                .hasValueSatisfying(mark -> {
                    assertThat(mark.payload()).isEqualTo(PAYLOAD);
                    assertThat(mark.chance()).isLessThan(-7);
                });
    }

    @Test
    void aPartIsEnough() {
        float[] part =
                SamplePictures.scaledPart(SamplePictures.levels(marked(MarkKey.PUBLIC)), SIDE, 17, 9, 224, 230, 1);
        assertThat(search.findAt(part, 224, 230, List.of()))
                .map(FoundMark::payload)
                .hasValue(PAYLOAD);
    }

    @Test
    void aPartThatWasMadeSmallerIsEnough() {
        float[] part =
                SamplePictures.scaledPart(SamplePictures.levels(marked(MarkKey.PUBLIC)), SIDE, 11, 5, 180, 180, 0.75);
        Optional<FoundMark> found = search.find(part, 180, 180);
        assertThat(found).map(FoundMark::payload).hasValue(PAYLOAD);
        assertThat(found.get().scaleX()).isBetween(0.74, 0.76);
        // Whose size is known needs no search.
        assertThat(search.findAt(part, 180, 180, List.of(found.get())))
                .map(FoundMark::payload)
                .hasValue(PAYLOAD);
    }

    @Test
    void nothingIsFoundWhereNothingIs() {
        for (byte[] picture : List.of(
                SamplePictures.drawn(SIDE, SIDE, 1),
                SamplePictures.noise(SIDE, SIDE),
                SamplePictures.flat(SIDE, SIDE, 128),
                marked(MarkKey.of("another key, of 16 letters and more")))) {
            assertThat(search.findAt(SamplePictures.levels(picture), SIDE, SIDE, List.of()))
                    .isEmpty();
        }
        assertThat(search.find(SamplePictures.levels(SamplePictures.drawn(SIDE, SIDE, 1)), SIDE, SIDE))
                .isEmpty();
    }

    @Test
    void aPictureThatIsTooSmallHasNone() {
        assertThat(search.find(new float[60 * 60], 60, 60)).isEmpty();
    }

    /** The bound is that of 2^98 possibilities of which each is as unlikely as one in 10^7 of them allows. */
    @Test
    void aMarkIsBelievedWhereChanceIsBelowOneInTenMillion() {
        assertThat(new FoundMark(0, MarkSearch.LEAST, 0, 1, 1).chance()).isBetween(-7.001, -6.999);
        assertThat(new FoundMark(0, 20, 0, 1, 1).chance()).isLessThan(-50);
    }

    @Test
    void aKeyThatCanBeGuessedIsRefused() {
        assertThatThrownBy(() -> MarkKey.of("short"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The key of the watermark has 5 characters, expected at least 16");
    }

    private static byte[] marked(MarkKey key) {
        return new FrameMarker(SIDE, SIDE, key, PAYLOAD).mark(SamplePictures.drawn(SIDE, SIDE, 1));
    }
}
