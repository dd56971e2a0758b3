package dev.parley.multitalk.internal.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.multitalk.golden.Golden;
import dev.parley.multitalk.internal.torch.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelRowsTest {
    @Test
    void areAbsentOnACpu() {
        try (Torch torch = Torch.open("cpu")) {
            assertThat(PixelRows.compile(torch)).isEmpty();
        }
    }

    @Test
    void areThereOnAGpu() {
        boolean gpu = !Golden.pytorch().device().equals("cpu");
        assertThat(PixelRows.compile(Golden.pytorch()).isPresent()).isEqualTo(gpu);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 1", "4, 2", "5, 2", "7, 4", "12, 4", "24, 8", "25, 16", "48, 16", "96, 32"})
    void aLaneTakesThreeVectorsAtMost(int vectors, int lanes) {
        assertThat(PixelRows.lanes(vectors)).isEqualTo(lanes);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "3, false", "8, true", "12, false", "384, true", "768, true", "776, false"})
    void rowsComeInVectorsOfEight(long channels, boolean taken) {
        assertThat(PixelRows.takes(channels)).isEqualTo(taken);
    }
}
