package dev.parley.multitalk.internal.cuda;

import ai.djl.ndarray.NDArray;
import com.sun.jna.Pointer;
import dev.parley.multitalk.internal.cuda.CudaDevice.Kernel;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.List;
import java.util.Optional;

/**
 * The kernels of {@code tokens.cu} for rows of one width. Tensors are bfloat16 and lie together, {@code (..., width)},
 * unless noted; what is written must not share memory with what is read. Calls only queue the work, behind what the
 * thread has queued through PyTorch.
 */
public final class FusedRows {
    /** The least compute capability, times ten, that has these floats of eight bits. */
    private static final int EIGHT_BITS = 89;

    private static final int MOST_THREADS = 1024;

    /** Values that a thread takes at a time: 16 bytes. */
    private static final int VECTOR = 8;

    private final int width;
    private final Kernel modulate;
    private final Kernel gateNorm;
    private final Kernel addNorm;
    private final Kernel addModulate;
    private final Kernel gate;
    private final Kernel rmsRope;
    private final Kernel quantize;
    private final Kernel geluQuantize;

    private FusedRows(CudaDevice device, int width, int headWidth, int threads) {
        this.width = width;
        int architecture = device.architecture();
        Pointer module = device.load(device.compiler()
                .compile(
                        List.of("e4m3.cu", "tokens.cu"),
                        architecture,
                        "WIDTH=" + width,
                        "HEAD=" + headWidth,
                        "THREADS=" + threads));
        modulate = device.kernel(module, "modulate", threads);
        gateNorm = device.kernel(module, "gate_norm", threads);
        addNorm = device.kernel(module, "add_norm", threads);
        addModulate = device.kernel(module, "add_modulate", threads);
        gate = device.kernel(module, "gate", threads);
        rmsRope = device.kernel(module, "rms_rope", threads);
        boolean eightBits = architecture >= EIGHT_BITS;
        quantize = eightBits ? device.kernel(module, "quantize", threads) : null;
        geluQuantize = eightBits ? device.kernel(module, "gelu_quantize", threads) : null;
    }

    /**
     * Compiles the kernels, about a second the first time; empty where the device or the sizes do not allow it.
     *
     * @param headWidth of the heads that a row consists of, for {@link #rmsRope}
     */
    public static Optional<FusedRows> compile(Torch torch, long width, long headWidth) {
        int threads = threads(width);
        if (threads == 0 || headWidth % VECTOR != 0 || headWidth <= 0 || width % headWidth != 0) {
            return Optional.empty();
        }
        return CudaDevice.compiling(torch, device -> new FusedRows(device, (int) width, (int) headWidth, threads));
    }

    /** Two vectors for each thread, four where that were too many threads; 0 where no number will do. */
    static int threads(long width) {
        if (width <= 0 || width % VECTOR != 0) {
            return 0;
        }
        long vectors = width / VECTOR;
        for (int each : new int[] {2, 4}) {
            long threads = (vectors + 32L * each - 1) / (32L * each) * 32;
            if (threads <= (each == 2 ? MOST_THREADS / 2 : MOST_THREADS)) {
                return (int) threads;
            }
        }
        return 0;
    }

    /** Whether the device has floats of eight bits: {@link Out#small}, {@link #quantize} and {@link #geluQuantize}. */
    public boolean hasEightBits() {
        return quantize != null;
    }

    /**
     * Where a kernel writes its rows; each of {@code wide} and the pair of the others may be null, not both.
     *
     * @param wide bfloat16
     * @param small E4M3, each row divided by its step
     * @param step (..., 1), float32
     */
    public record Out(NDArray wide, NDArray small, NDArray step) {}

    /** {@code layerNorm(x) * (1 + scale) + shift}; {@code scale} and {@code shift (width)} are float32. */
    public void modulate(NDArray x, NDArray shift, NDArray scale, Out out, double eps) {
        norm(modulate, x, null, null, scale, shift, null, out, eps);
    }

    /**
     * {@code sum = x + y * gate}, with {@code gate (width)} in float32; its layer norm times {@code weight} plus
     * {@code bias}.
     */
    public void gateNorm(
            NDArray x, NDArray y, NDArray gate, NDArray weight, NDArray bias, NDArray sum, Out out, double eps) {
        norm(gateNorm, x, y, gate, weight, bias, sum, out, eps);
    }

    /** {@code sum = x + y}; its layer norm times {@code weight} plus {@code bias}. */
    public void addNorm(NDArray x, NDArray y, NDArray weight, NDArray bias, NDArray sum, Out out, double eps) {
        norm(addNorm, x, y, null, weight, bias, sum, out, eps);
    }

    /** {@code sum = x + y}; {@link #modulate} of it. */
    public void addModulate(NDArray x, NDArray y, NDArray shift, NDArray scale, NDArray sum, Out out, double eps) {
        norm(addModulate, x, y, null, scale, shift, sum, out, eps);
    }

    private void norm(
            Kernel kernel,
            NDArray x,
            NDArray y,
            NDArray gates,
            NDArray scale,
            NDArray shift,
            NDArray sum,
            Out out,
            double eps) {
        int rows = rows(x);
        kernel.launch(
                Math.min(rows, kernel.resident()),
                x,
                y,
                gates,
                scale,
                shift,
                sum,
                out.wide(),
                out.small(),
                out.step(),
                rows,
                (float) eps);
    }

    /** {@code out = x + y * gate}, with {@code gate (width)} in float32. */
    public void gate(NDArray x, NDArray y, NDArray gates, NDArray out) {
        int rows = rows(x);
        gate.launch(Math.min(rows, gate.resident()), x, y, gates, out, rows);
    }

    /**
     * Root mean square norm times {@code weight (width)}, rounded, then each head's neighbors turned.
     *
     * @param rope (rows, head width / 2, 2), float32: cosines and sines
     */
    public void rmsRope(NDArray x, NDArray weight, NDArray rope, NDArray out, double eps) {
        int rows = rows(x);
        rmsRope.launch(Math.min(rows, rmsRope.resident()), x, weight, rope, out, rows, (float) eps);
    }

    /** {@code x}, or {@code x + y} where that is not null, in eight bits; {@code out.wide} is not written. */
    public void quantize(NDArray x, NDArray y, Out out) {
        int rows = rows(x);
        quantize.launch(rows, x, y, out.small(), out.step(), rows);
    }

    /** GELU by tanh, in eight bits; {@code out.wide} is not written. */
    public void geluQuantize(NDArray x, Out out) {
        int rows = rows(x);
        geluQuantize.launch(rows, x, out.small(), out.step(), rows);
    }

    private int rows(NDArray x) {
        long values = x.getShape().size();
        if (x.getShape().get(x.getShape().dimension() - 1) != width) {
            throw new IllegalArgumentException("Rows of %d were compiled for, not %s".formatted(width, x.getShape()));
        }
        return Math.toIntExact(values / width);
    }
}
