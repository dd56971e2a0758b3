package dev.parley.multitalk.internal.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.multitalk.golden.Golden;
import dev.parley.multitalk.internal.torch.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FusedRowsTest {
    @Test
    void areAbsentOnACpu() {
        try (Torch torch = Torch.open("cpu")) {
            assertThat(FusedRows.compile(torch, 5120, 128)).isEmpty();
        }
    }

    @Test
    void areThereOnAGpu() {
        boolean gpu = !Golden.pytorch().device().equals("cpu");
        assertThat(FusedRows.compile(Golden.pytorch(), 5120, 128).isPresent()).isEqualTo(gpu);
        assertThat(FusedRows.compile(Golden.pytorch(), 5124, 4)).isEmpty();
        assertThat(FusedRows.compile(Golden.pytorch(), 5120, 36)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"8, 32", "200, 32", "5120, 320", "8192, 512", "8200, 288", "13824, 448", "32768, 1024", "32776, 0"})
    void aThreadTakesTwoVectorsOrFour(long width, int threads) {
        assertThat(FusedRows.threads(width)).isEqualTo(threads);
    }

    @ParameterizedTest
    @CsvSource({"0", "-8", "12", "5121"})
    void rowsComeInVectorsOfEight(long width) {
        assertThat(FusedRows.threads(width)).isZero();
    }
}
