package dev.parley.multitalk.internal.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parley.multitalk.golden.Golden;
import dev.parley.multitalk.internal.cuda.PixelRows;
import dev.parley.multitalk.internal.torch.Torch;
import org.junit.jupiter.api.Test;

/** On a GPU: {@code -Dgolden.device=cuda:0}. */
class PixelTrialTest {
    @Test
    void ourKernelsComputeWhatPyTorchComputes() {
        Torch torch = Golden.pytorch();
        assumeThat(torch.device()).isNotEqualTo("cpu");
        PixelTrial trial = new PixelTrial(torch, new PlainPixels(torch.kernels(VaeKernels.class)));
        assertThat(PixelRows.compile(torch))
                .hasValueSatisfying(own -> assertThat(trial.agrees(own)).isTrue());
    }
}
