package dev.parley.watermark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FourierTest {
    private static final int SIDE = MarkLayout.TILE;

    @Test
    void whatIsTransformedThereAndBackIsTheSame() {
        Random random = new Random(1);
        double[] real = random.doubles(SIDE * SIDE).toArray();
        double[] before = real.clone();
        double[] imaginary = new double[SIDE * SIDE];
        Fourier.forward(real, imaginary);
        Fourier.inverse(real, imaginary);
        for (int i = 0; i < real.length; i++) {
            assertThat(real[i] / real.length).isEqualTo(before[i], within(1e-9));
        }
    }

    @Test
    void aWaveIsOneFrequency() {
        double[] real = new double[SIDE * SIDE];
        double[] imaginary = new double[SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                real[y * SIDE + x] = Math.cos(2 * Math.PI * (3 * y + 5 * x) / SIDE);
                imaginary[y * SIDE + x] = Math.sin(2 * Math.PI * (3 * y + 5 * x) / SIDE);
            }
        }
        Fourier.forward(real, imaginary);
        for (int i = 0; i < real.length; i++) {
            assertThat(real[i]).isEqualTo(i == 3 * SIDE + 5 ? SIDE * SIDE : 0, within(1e-6));
        }
    }
}
