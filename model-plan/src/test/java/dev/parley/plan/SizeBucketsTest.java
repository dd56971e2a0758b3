package dev.parley.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeBucketsTest {
    @ParameterizedTest
    @CsvSource({
        "1080, 1920, 448, 896, 704, 1280",
        "1920, 1080, 832, 448, 1280, 704",
        "640, 640, 640, 640, 960, 960",
        "720, 720, 640, 640, 960, 960",
        "480, 832, 448, 896, 704, 1280",
        "832, 480, 832, 448, 1280, 704",
        "1000, 1500, 512, 768, 768, 1216",
        "1500, 1000, 768, 512, 1152, 768",
        "2000, 500, 1280, 320, 1920, 512",
        "500, 2000, 320, 1216, 448, 2048",
        "1024, 768, 704, 576, 1088, 832",
        "1, 1, 640, 640, 960, 960",
        "1234, 777, 768, 512, 1216, 768"
    })
    void choosesWhatTheReferenceChooses(
            int height, int width, int height480, int width480, int height720, int width720) {
        Size source = new Size(height, width);
        assertThat(SizeBuckets.MULTITALK_480.choose(source)).isEqualTo(new Size(height480, width480));
        assertThat(SizeBuckets.MULTITALK_720.choose(source)).isEqualTo(new Size(height720, width720));
    }

    @Test
    void theFirstOfTwoEquallyNearRatiosWins() {
        SizeBuckets two = SizeBuckets.of(
                JsonParser.parseString("{\"2.0\": [64, 32], \"1.0\": [32, 32]}").getAsJsonObject());
        assertThat(two.choose(new Size(30, 20))).isEqualTo(new Size(64, 32));
    }

    @Test
    void aSizeThatTheModelCannotCutIntoTokensIsRefused() {
        assertThatThrownBy(() -> SizeBuckets.of(
                        JsonParser.parseString("{\"1.0\": [60, 64]}").getAsJsonObject()))
                .hasMessage("Size bucket 1.0 is 60x64; both sides must be divisible by 16");
    }
}
