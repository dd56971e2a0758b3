package dev.parley.multitalk.internal.dit;

import static dev.parley.multitalk.internal.torch.TensorScope.reading;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.AttentionPrecision;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.cuda.CudaException;
import dev.parley.multitalk.internal.cuda.EightBitAttention;
import dev.parley.multitalk.internal.cuda.FusedRows;
import dev.parley.multitalk.internal.cuda.FusedRows.Out;
import dev.parley.multitalk.internal.nn.RmsNorm;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.function.BooleanSupplier;

/**
 * Tries our own kernels on a device beside PyTorch's operations, a few milliseconds on random rows: only kernels that
 * agree there are used.
 */
final class FusedTrial {
    private static final int ROWS = 67; // no multiple of anything that a device comes in

    /** The order of sums and a rounding in bfloat16: a few thousandths. */
    private static final double MOST_DIFFERENT = 0.005;

    /** Queries and keys in int8: about a hundredth. */
    private static final double MOST_DIFFERENT_IN_INT8 = 0.03;

    /** Everything in three bits behind the point: about six hundredths. */
    private static final double MOST_DIFFERENT_IN_FP8 = 0.1;

    /** Three bits behind the point: one in sixteen at most, less on average. */
    private static final double MOST_QUANTIZED = 0.05;

    private final Torch torch;
    private final DitKernels kernels;
    private final CoreKernels core;
    private final double eps;

    FusedTrial(Torch torch, PlainTokens plain) {
        this.torch = torch;
        this.kernels = plain.kernels();
        this.core = plain.core();
        this.eps = plain.eps();
    }

    /** Whether kernels for rows of {@code width} in heads compute what PyTorch computes. */
    boolean agrees(FusedRows own, long width, int heads) {
        return runs(() -> {
            NDArray x = random(TorchType.BF16, 1, ROWS, width);
            NDArray y = random(TorchType.BF16, 1, ROWS, width);
            NDArray gate = random(TorchType.F32, 1, width);
            NDArray shift = random(TorchType.F32, 1, width);
            NDArray scale = random(TorchType.F32, 1, width);
            NDArray weight = random(TorchType.BF16, width);
            NDArray bias = random(TorchType.BF16, width);
            NDArray rope = kernels.ropeLine(random(TorchType.F32, ROWS), width / heads);
            NDArray sum = unwritten(x);
            Out out = new Out(unwritten(x), null, null);
            boolean right = true;

            own.modulate(x, shift, scale, out, eps);
            right &= near(out.wide(), kernels.modulate(x, shift, scale, eps));

            own.gateNorm(x, y, gate, weight, bias, sum, out, eps);
            NDArray gated = kernels.gate(x, y, gate);
            right &= near(sum, gated) && near(out.wide(), core.layerNorm(gated, eps, weight, bias));

            own.addNorm(x, y, weight, bias, sum, out, eps);
            NDArray added = x.add(y);
            right &= near(sum, added) && near(out.wide(), core.layerNorm(added, eps, weight, bias));

            own.addModulate(x, y, shift, scale, sum, out, eps);
            right &= near(sum, added) && near(out.wide(), kernels.modulate(added, shift, scale, eps));

            own.gate(x, y, gate, sum);
            right &= near(sum, gated);

            own.rmsRope(x, weight, rope, sum, RmsNorm.EPS);
            return right && near(sum, kernels.rotate(core.rmsNorm(x, RmsNorm.EPS, weight), rope, heads));
        });
    }

    /** Whether kernels for rows of {@code width} make eight bits that stand for what they were made of. */
    boolean quantizes(FusedRows own, long width) {
        return runs(() -> {
            NDArray x = random(TorchType.BF16, 1, ROWS, width);
            Out out = new Out(null, core.unwritten(x, TorchType.F8_E4M3.code()), core.unwrittenSteps(x));
            own.quantize(x, null, out);
            boolean right = core.distance(floats(out), x) < MOST_QUANTIZED;
            own.geluQuantize(x, out);
            return right && core.distance(floats(out), core.geluTanh(x)) < MOST_QUANTIZED;
        });
    }

    /** Whether attention in eight bits is as near to PyTorch's as its rounding allows, whatever it is written in. */
    boolean attends(EightBitAttention own, long width, int heads) {
        double most = own.precision() == AttentionPrecision.INT8 ? MOST_DIFFERENT_IN_INT8 : MOST_DIFFERENT_IN_FP8;
        return runs(() -> {
            NDArray q = random(TorchType.BF16, 1, ROWS, width);
            NDArray k = random(TorchType.BF16, 1, ROWS, width);
            NDArray v = random(TorchType.BF16, 1, ROWS, width);
            NDArray expected = core.attention(q, k, v, heads);
            NDArray wide = unwritten(q);
            own.attend(q, k, v, new Out(wide, null, null));
            boolean right = core.distance(wide, expected) < most;
            if (own.writesEightBits()) {
                Out small = new Out(null, core.unwritten(q, TorchType.F8_E4M3.code()), core.unwrittenSteps(q));
                own.attend(q, k, v, small);
                right &= core.distance(floats(small), expected) < most;
            }
            return right;
        });
    }

    /** Kernels that the driver refuses are as good as none. */
    private static boolean runs(BooleanSupplier trial) {
        try {
            return reading(trial::getAsBoolean);
        } catch (CudaException e) {
            return false;
        }
    }

    private NDArray floats(Out out) {
        return core.place(out.small(), torch.device(), TorchType.F32.code()).mul(out.step());
    }

    private boolean near(NDArray own, NDArray expected) {
        return core.distance(own, expected) < MOST_DIFFERENT;
    }

    private NDArray unwritten(NDArray like) {
        return core.unwritten(like, TorchType.BF16.code());
    }

    private NDArray random(TorchType type, long... shape) {
        return core.probe(torch.device(), type.code(), shape);
    }
}
