package dev.parley.multitalk.internal.cuda;

import ai.djl.ndarray.NDArray;
import com.sun.jna.Pointer;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.cuda.CudaDevice.Kernel;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.Optional;

/**
 * The kernels of {@code attention.cu}: attention of all tokens to each other, with queries and keys in int8. Calls only
 * queue the work, behind what the thread has queued through PyTorch.
 */
public final class Int8Attention {
    private static final int THREADS = 128;

    /** Queries of a block of threads. */
    private static final int ROWS = 128;

    /** Keys that a block takes at a time. */
    private static final int KEYS = 64;

    /** Groups of these that share a step. */
    private static final int GROUPS = 4;

    private final CoreKernels core;
    private final int headWidth;
    private final Kernel quantizeQueries;
    private final Kernel quantizeKeys;
    private final Kernel attend;

    private Int8Attention(CoreKernels core, CudaDevice device, int headWidth) {
        this.core = core;
        this.headWidth = headWidth;
        Pointer module =
                device.load(device.compiler().compile("attention.cu", device.architecture(), "HEAD=" + headWidth));
        quantizeQueries = device.kernel(module, "quantize_queries", THREADS);
        quantizeKeys = device.kernel(module, "quantize_keys", THREADS);
        attend = device.kernel(module, "attend", THREADS);
    }

    /** Compiles the kernels, a second or two the first time; empty where the device or the width of a head do not allow it. */
    public static Optional<Int8Attention> compile(Torch torch, long headWidth) {
        if (!takes(headWidth)) {
            return Optional.empty();
        }
        CoreKernels core = torch.kernels(CoreKernels.class);
        return CudaDevice.compiling(torch, device -> new Int8Attention(core, device, (int) headWidth));
    }

    /** Whether there are kernels for heads of that width. */
    static boolean takes(long headWidth) {
        return headWidth == 64 || headWidth == 128;
    }

    /**
     * Writes the attention of {@code q} to {@code k} and {@code v} into {@code out}. All are {@code (1, L, heads * head width)},
     * bfloat16, and lie together; {@code out} shares no memory with the others. What depends on an
     * input that is not finite is not finite either.
     *
     * @throws IllegalArgumentException if their shapes differ or are no heads of the width that was compiled for
     */
    public void attend(NDArray q, NDArray k, NDArray v, NDArray out) {
        long[] shape = q.getShape().getShape();
        if (shape.length != 3 || shape[0] != 1 || shape[1] == 0 || shape[2] == 0 || shape[2] % headWidth != 0) {
            throw new IllegalArgumentException(
                    "Attention takes (1, L, heads * %d), not %s".formatted(headWidth, q.getShape()));
        }
        for (NDArray other : new NDArray[] {k, v, out}) {
            if (!other.getShape().equals(q.getShape())) {
                throw new IllegalArgumentException(
                        "Attention of %s to each other, found %s as well".formatted(q.getShape(), other.getShape()));
            }
        }
        int tokens = Math.toIntExact(shape[1]);
        int heads = Math.toIntExact(shape[2] / headWidth);
        int tiles = (tokens + ROWS - 1) / ROWS;
        int padded = Math.multiplyExact(tiles, ROWS);
        long[] small = {heads, padded, headWidth};
        try (NDArray queries = core.unwrittenOf(q, small, TorchType.I8.code());
                NDArray querySteps = core.unwrittenOf(q, new long[] {heads, padded}, TorchType.F32.code());
                NDArray keys = core.unwrittenOf(q, small, TorchType.I8.code());
                NDArray keySteps =
                        core.unwrittenOf(q, new long[] {heads, padded / KEYS, GROUPS}, TorchType.F32.code());
                NDArray mean = core.meanToken(k)) {
            int blocks = Math.multiplyExact(padded / KEYS, heads);
            quantizeQueries.launch(blocks, q, queries, querySteps, tokens, heads, padded);
            quantizeKeys.launch(blocks, k, mean, keys, keySteps, tokens, heads, padded);
            attend.launch(tiles * heads, queries, querySteps, keys, keySteps, v, out, tokens, heads, padded);
        } // PyTorch gives their memory only to work that comes later on the same stream
    }
}
