package dev.parley.multitalk.internal.vae;

import static dev.parley.multitalk.internal.torch.TensorScope.reading;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.cuda.CudaException;
import dev.parley.multitalk.internal.cuda.PixelRows;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.List;

/** Tries our own kernels on a device beside PyTorch's operations: only kernels that agree there are used. */
final class PixelTrial {
    /** Of the real VAE, and some that fill their lanes badly. */
    private static final int[] WIDTHS = {8, 40, 96, 192, 384};

    /** The order of sums and up to three roundings in bfloat16: a few thousandths. */
    private static final double MOST_DIFFERENT = 0.005;

    private final Torch torch;
    private final PlainPixels plain;
    private final CoreKernels core;

    PixelTrial(Torch torch, PlainPixels plain) {
        this.torch = torch;
        this.plain = plain;
        this.core = torch.kernels(CoreKernels.class);
    }

    boolean agrees(PixelRows own) {
        FusedPixels fused = new FusedPixels(plain, own);
        try {
            for (int width : WIDTHS) {
                // no multiples of anything that a device comes in; few pixels and many
                boolean right = reading(() -> agrees(fused, width, 5, 7) && agrees(fused, width, 61, 67));
                if (!right) {
                    return false;
                }
            }
            return true;
        } catch (CudaException e) {
            return false; // kernels that the driver refuses are as good as none
        }
    }

    private boolean agrees(FusedPixels fused, int channels, int height, int width) {
        NDArray weight = plain.kernels().laidOut(random(channels, channels, 3, 3, 3));
        CausalConv3d conv = new CausalConv3d(plain, plain.kernels(), weight, random(channels));
        NDArray gamma = random(channels, 1, 1, 1);
        NDArray past = random(2, channels, height, width);
        NDArray x = random(3, channels, height, width);
        NDArray y = fused.normSilu(x, gamma, past);
        List<NDArray> own = fused.terms(y, conv);
        List<NDArray> expected = plain.terms(y, conv);
        return near(y, plain.normSilu(x, gamma, past))
                && near(fused.sumNormSilu(own, conv, gamma, past), plain.sumNormSilu(expected, conv, gamma, past))
                && near(fused.sumAdd(own, conv, x), plain.sumAdd(expected, conv, x))
                && near(fused.enlarge(x), plain.enlarge(x));
    }

    private boolean near(NDArray own, NDArray expected) {
        return core.distance(own, expected) < MOST_DIFFERENT;
    }

    private NDArray random(long... shape) {
        return core.probe(torch.device(), TorchType.BF16.code(), shape);
    }
}
