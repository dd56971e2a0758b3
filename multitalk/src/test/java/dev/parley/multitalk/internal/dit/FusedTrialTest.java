package dev.parley.multitalk.internal.dit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parley.multitalk.golden.Golden;
import dev.parley.multitalk.internal.cuda.Fp8Attention;
import dev.parley.multitalk.internal.cuda.FusedRows;
import dev.parley.multitalk.internal.cuda.Int8Attention;
import dev.parley.multitalk.internal.torch.AttentionKernel;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.Torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a GPU: {@code -Dgolden.device=cuda:0}. */
class FusedTrialTest {
    @ParameterizedTest
    @CsvSource({"5120, 40, 13824", "1536, 12, 8960", "200, 5, 296", "24, 3, 8", "128, 4, 352"})
    void ourKernelsComputeWhatPyTorchComputes(long width, int heads, long hidden) {
        Torch torch = Golden.pytorch();
        assumeThat(torch.device()).isNotEqualTo("cpu");
        PlainTokens plain = plain(torch);
        FusedTrial trial = new FusedTrial(torch, plain);
        FusedRows rows = FusedRows.compile(torch, width, width / heads).orElseThrow();
        assertThat(trial.agrees(rows, width, heads)).isTrue();
        if (rows.hasEightBits()) {
            assertThat(trial.quantizes(rows, width)).isTrue();
            assertThat(trial.quantizes(FusedRows.compile(torch, hidden, 8).orElseThrow(), hidden))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"5120, 40", "256, 4"})
    void attentionInEightBitsIsNearPyTorchs(long width, int heads) {
        Torch torch = Golden.pytorch();
        assumeThat(torch.device()).isNotEqualTo("cpu");
        FusedTrial trial = new FusedTrial(torch, plain(torch));
        assertThat(trial.attends(Int8Attention.compile(torch, width / heads).orElseThrow(), width, heads))
                .isTrue();
        assertThat(trial.attends(Fp8Attention.compile(torch, width / heads).orElseThrow(), width, heads))
                .isTrue();
    }

    private static PlainTokens plain(Torch torch) {
        return new PlainTokens(
                torch.kernels(DitKernels.class), torch.kernels(CoreKernels.class), AttentionKernel.SDPA, 1e-6);
    }
}
