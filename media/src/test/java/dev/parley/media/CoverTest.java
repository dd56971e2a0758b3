package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoverTest {
    @ParameterizedTest
    @CsvSource({"100,100,40,40", "101,57,832,480", "57,101,832,480", "1,1,16,8", "333,100,64,64", "64,64,64,64"})
    void theResultHasTheSizeAskedFor(int fromWidth, int fromHeight, int width, int height) {
        Picture picture = Pictures.cover(ramp(fromWidth, fromHeight), width, height);
        assertThat(picture.width()).isEqualTo(width);
        assertThat(picture.height()).isEqualTo(height);
    }

    @Test
    void theMiddleIsKept() {
        Picture wide = ramp(256, 64);
        Picture square = Pictures.cover(wide, 64, 64);
        assertThat(square.rgb()[0] & 0xFF).isEqualTo(96);
        assertThat(square.rgb()[63 * 3] & 0xFF).isEqualTo(159);
    }

    @Test
    void shrinkingAveragesWhatItDrops() {
        // Columns of black and white: without averaging the result would be one of them.
        byte[] rgb = new byte[64 * 64 * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 3 % 2 * 255);
        }
        Picture small = Pictures.cover(new Picture(64, 64, rgb), 8, 8);
        for (byte value : small.rgb()) {
            assertThat(value & 0xFF).isBetween(115, 140);
        }
    }

    /** Numbers that Pillow 8-bit bilinear gives for a row of 0, 100, 200, 50. */
    @Test
    void roundsAsPillowDoes() {
        Picture row =
                new Picture(4, 1, new byte[] {0, 0, 0, 100, 100, 100, (byte) 200, (byte) 200, (byte) 200, 50, 50, 50});
        Picture wider = Bilinear.resize(row, 8, 1);
        int[] reds = new int[8];
        for (int i = 0; i < 8; i++) {
            reds[i] = wider.rgb()[i * 3] & 0xFF;
        }
        assertThat(reds).containsExactly(0, 25, 75, 125, 175, 163, 88, 50);
    }

    /** Red is the column. */
    private static Picture ramp(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < width * height; i++) {
            rgb[i * 3] = (byte) (i % width);
        }
        return new Picture(width, height, rgb);
    }
}
