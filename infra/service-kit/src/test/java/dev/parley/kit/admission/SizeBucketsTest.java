package dev.parley.kit.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.RenderRequest.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeBucketsTest {
    @ParameterizedTest
    @CsvSource({
        "MULTITALK_480, 1000, 1000, 640, 640",
        "MULTITALK_480, 1920, 1080, 896, 448",
        "MULTITALK_480, 1080, 1920, 448, 832",
        "MULTITALK_480, 100, 4000, 320, 1280",
        "MULTITALK_720, 1000, 1000, 960, 960",
        "MULTITALK_720, 1920, 1080, 1280, 704"
    })
    void takesTheNearestRatio(Size size, int pictureWidth, int pictureHeight, int width, int height) {
        SizeBuckets.Bucket bucket = SizeBuckets.of(size).nearest(pictureWidth, pictureHeight);
        assertThat(bucket.width()).isEqualTo(width);
        assertThat(bucket.height()).isEqualTo(height);
    }
}
