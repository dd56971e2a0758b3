package dev.parley.multitalk.internal.cuda;

import ai.djl.ndarray.NDArray;
import com.sun.jna.Pointer;
import dev.parley.multitalk.AttentionPrecision;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.cuda.CudaDevice.Kernel;
import dev.parley.multitalk.internal.cuda.FusedRows.Out;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.List;
import java.util.Optional;

/** Attention with queries and keys in int8, by the kernels of {@code attention.cu}. */
public final class Int8Attention implements EightBitAttention {
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
        Pointer module = device.load(device.compiler()
                .compile(List.of("hadamard.cu", "attention.cu"), device.architecture(), "HEAD=" + headWidth));
        quantizeQueries = device.kernel(module, "quantize_queries", THREADS);
        quantizeKeys = device.kernel(module, "quantize_keys", THREADS);
        attend = device.kernel(module, "attend", THREADS);
    }

    /** Compiles the kernels, a second or two the first time; empty where the device or the width of a head do not allow it. */
    public static Optional<Int8Attention> compile(Torch torch, long headWidth) {
        if (!EightBitAttention.takes(headWidth)) {
            return Optional.empty();
        }
        CoreKernels core = torch.kernels(CoreKernels.class);
        return CudaDevice.compiling(torch, device -> new Int8Attention(core, device, (int) headWidth));
    }

    @Override
    public AttentionPrecision precision() {
        return AttentionPrecision.INT8;
    }

    @Override
    public boolean writesEightBits() {
        return false;
    }

    @Override
    public void attend(NDArray q, NDArray k, NDArray v, Out out) {
        int heads = EightBitAttention.heads(headWidth, q, k, v, out.wide());
        int tokens = Math.toIntExact(q.getShape().get(1));
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
            attend.launch(tiles * heads, queries, querySteps, keys, keySteps, v, out.wide(), tokens, heads, padded);
        } // PyTorch gives their memory only to work that comes later on the same stream
    }
}
