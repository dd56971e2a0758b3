package dev.parley.worker.visible;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.VisibleMark;
import dev.parley.contracts.VisibleMark.Corner;
import dev.parley.contracts.VisibleMark.Language;
import dev.parley.media.Picture;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MarkPlateTest {
    private static Picture plain(int width, int height, int level) {
        byte[] rgb = new byte[width * height * 3];
        Arrays.fill(rgb, (byte) level);
        return new Picture(width, height, rgb);
    }

    private static Picture drawn(Language language, Corner corner, Picture on) {
        return new MarkPlate(new VisibleMark(language, corner), on.width(), on.height()).apply(on);
    }

    private static int level(Picture picture, int x, int y) {
        return picture.rgb()[(y * picture.width() + x) * 3] & 0xFF;
    }

    /** Columns and rows between which the picture is not white any more: left, top, right, bottom. */
    private static int[] changed(Picture picture) {
        int[] found = {picture.width(), picture.height(), 0, 0};
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                if (level(picture, x, y) != 255) {
                    found[0] = Math.min(found[0], x);
                    found[1] = Math.min(found[1], y);
                    found[2] = Math.max(found[2], x + 1);
                    found[3] = Math.max(found[3], y + 1);
                }
            }
        }
        return found;
    }

    private static double ink(Picture picture) {
        int light = 0;
        int[] plate = changed(picture);
        for (int y = plate[1]; y < plate[3]; y++) {
            for (int x = plate[0]; x < plate[2]; x++) {
                light += level(picture, x, y) > 200 ? 1 : 0;
            }
        }
        return light / (double) ((plate[2] - plate[0]) * (plate[3] - plate[1]));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyLanguageHasWordsThatStandOutOnWhiteAndOnBlack(Language language) {
        for (int side : new int[] {192, 640, 960}) {
            Picture onWhite = drawn(language, Corner.BOTTOM_RIGHT, plain(side, side, 255));
            assertThat(ink(onWhite)).isBetween(0.1, 0.5);
            Picture onBlack = drawn(language, Corner.BOTTOM_RIGHT, plain(side, side, 0));
            assertThat(onBlack.rgb()).contains((byte) 245);
        }
    }

    @Test
    void languagesDiffer() {
        Picture white = plain(640, 640, 255);
        assertThat(drawn(Language.EN, Corner.TOP_LEFT, white).rgb())
                .isNotEqualTo(drawn(Language.DE, Corner.TOP_LEFT, white).rgb());
    }

    @ParameterizedTest
    @CsvSource({
        "TOP_LEFT, true, true",
        "TOP_RIGHT, false, true",
        "BOTTOM_LEFT, true, false",
        "BOTTOM_RIGHT, false, false"
    })
    void thePlateIsInItsCornerAndNowhereElse(Corner corner, boolean left, boolean top) {
        int[] plate = changed(drawn(Language.ES, corner, plain(640, 480, 255)));
        assertThat(plate[2] - plate[0]).isBetween(150, 220);
        assertThat(plate[3] - plate[1]).isBetween(24, 40);
        assertThat(left ? plate[0] : 640 - plate[2]).isBetween(1, 15);
        assertThat(top ? plate[1] : 480 - plate[3]).isBetween(1, 15);
    }

    @Test
    void theFrameItselfStaysAsItIs() {
        Picture frame = plain(192, 192, 128);
        drawn(Language.EN, Corner.TOP_LEFT, frame);
        assertThat(frame.rgb()).containsOnly((byte) 128);
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "16, 640", "640, 16", "64, 64"})
    void aFrameThatIsTooSmallForLettersHasSmallerOnes(int width, int height) {
        for (Corner corner : Corner.values()) {
            assertThat(drawn(Language.ES, corner, plain(width, height, 255)).rgb())
                    .isNotEmpty();
        }
    }
}
