package dev.parley.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PsnrTest {
    @Test
    void bytesAreValuesFrom0To255() {
        // Squares 0, 0, 0, 255 * 255: a quarter of the peak's, 6.02 dB below it.
        byte[] one = {0, 10, (byte) 200, 0};
        byte[] other = {0, 10, (byte) 200, (byte) 255};
        assertThat(Psnr.of(one, other)).hasToString("6.0 dB PSNR");
        assertThat(Psnr.of(one, one.clone())).hasToString("equal");
    }

    @Test
    void onlyPicturesOfOneSizeAreCompared() {
        assertThatThrownBy(() -> Psnr.of(new byte[3], new byte[4]))
                .hasMessage("Only pictures of one size are compared, not 3 and 4 bytes");
    }
}
