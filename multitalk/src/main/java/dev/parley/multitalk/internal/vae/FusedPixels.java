package dev.parley.multitalk.internal.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.cuda.PixelRows;
import java.util.List;

/**
 * By kernels of our own in bfloat16, each of which reads and writes every value once. A convolution's three frames are
 * added up in float32 and rounded once, where {@link PlainPixels} rounds after each.
 */
final class FusedPixels implements PixelOperations {
    /** Of {@link VaeKernels#norm}. */
    static final double EPS = 1e-24;

    private static final int TERMS = 3;

    /** Pixels of all frames of a slice; 6,400 take half the time so on an H200, 14,400 as long. */
    private static final long SMALL = 10_000;

    private final PlainPixels plain;
    private final PixelRows rows;

    FusedPixels(PlainPixels plain, PixelRows rows) {
        this.plain = plain;
        this.rows = rows;
    }

    /** Where our kernels run and agree with PyTorch's operations, by those; otherwise by PyTorch's. */
    static PixelOperations on(Weights weights) {
        PlainPixels plain = new PlainPixels(weights.kernels(VaeKernels.class));
        if (weights.precision() != TorchType.BF16) {
            return plain;
        }
        PixelTrial trial = new PixelTrial(weights.torch(), plain);
        return PixelRows.compile(weights.torch())
                .filter(trial::agrees)
                .<PixelOperations>map(rows -> new FusedPixels(plain, rows))
                .orElse(plain);
    }

    @Override
    public NDArray normSilu(NDArray x, NDArray gamma, NDArray past) {
        if (!PixelRows.takes(gamma.size())) {
            return plain.normSilu(x, gamma, past);
        }
        NDArray frames = kernels().room(past, x);
        rows.normSilu(rows(x), gamma, rows(frames), EPS);
        return frames;
    }

    @Override
    public List<NDArray> terms(NDArray frames, CausalConv3d conv) {
        if (conv.weight().getShape().get(2) != TERMS || !PixelRows.takes(conv.out())) {
            return plain.terms(frames, conv);
        }
        Shape shape = frames.getShape();
        if ((shape.get(0) - TERMS + 1) * shape.get(2) * shape.get(3) <= SMALL) {
            return List.of(kernels().convolveWhole(frames, conv.weight(), conv.bias()));
        }
        return kernels().terms(frames, conv.weight());
    }

    @Override
    public NDArray sumNormSilu(List<NDArray> terms, CausalConv3d conv, NDArray gamma, NDArray past) {
        if (terms.size() == 1) {
            return normSilu(terms.get(0), gamma, past);
        }
        NDArray frames = kernels().room(past, terms.get(0));
        rows.sumNormSilu(rows(terms), conv.bias(), gamma, rows(frames), EPS);
        return frames;
    }

    @Override
    public NDArray sumAdd(List<NDArray> terms, CausalConv3d conv, NDArray x) {
        if (terms.size() == 1) {
            return plain.sumAdd(terms, conv, x);
        }
        NDArray sum = kernels().room(kernels().noPast(x, 0), x);
        rows.sumAdd(rows(terms), conv.bias(), rows(x), rows(sum));
        return sum;
    }

    @Override
    public NDArray enlarge(NDArray x) {
        if (!PixelRows.takes(x.getShape().get(1))) {
            return plain.enlarge(x);
        }
        NDArray large = kernels().roomFourfold(x);
        rows.enlarge(rows(x), rows(large));
        return large;
    }

    private VaeKernels kernels() {
        return plain.kernels();
    }

    private List<NDArray> rows(List<NDArray> terms) {
        return terms.stream().map(this::rows).toList();
    }

    /** {@code (T, H, W, C)}, a pixel's channels together. */
    private NDArray rows(NDArray frames) {
        return kernels().packed(frames).transpose(0, 2, 3, 1);
    }
}
