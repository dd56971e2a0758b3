package dev.parley.multitalk.internal.torch;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.OutOfDeviceMemory;
import dev.parley.multitalk.TorchType;
import java.util.Locale;

/**
 * PyTorch's ways to compute the same attention. Which is fastest depends on GPU, driver and libraries, and PyTorch's own
 * choice is not always it: on Hopper cuDNN's kernel takes two thirds of the time of FlashAttention 2.
 */
public enum AttentionKernel {
    /** What PyTorch chooses by itself; the only one on a CPU. */
    SDPA,
    CUDNN,
    FLASH,
    EFFICIENT;

    private static final int TOKENS = 8192;
    private static final int ROUNDS = 4;

    /** Kernels round in different places: in bfloat16 they differ by a few thousandths. */
    private static final double MOST_DIFFERENT = 0.02;

    /** What {@link CoreKernels#attentionBy} takes. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Tries all of them on the device, a few milliseconds each, and answers with the fastest one that runs there and
     * agrees with {@link #SDPA}.
     */
    public static AttentionKernel fastest(Torch torch, TorchType type, int heads, long headWidth) {
        if (torch.device().equals("cpu")) {
            return SDPA;
        }
        CoreKernels core = torch.kernels(CoreKernels.class);
        return TensorScope.reading(() -> {
            NDArray x = core.probe(torch.device(), type.code(), new long[] {1, TOKENS, heads * headWidth});
            AttentionKernel best = SDPA;
            long least = Long.MAX_VALUE;
            for (AttentionKernel kernel : values()) {
                long nanos = nanos(core, kernel, x, heads);
                if (nanos < least) {
                    least = nanos;
                    best = kernel;
                }
            }
            return best;
        });
    }

    /** How long it takes, {@link Long#MAX_VALUE} where it does not run or is wrong. */
    private static long nanos(CoreKernels core, AttentionKernel kernel, NDArray x, int heads) {
        try {
            if (!(core.attentionError(kernel.code(), x, heads) < MOST_DIFFERENT)) {
                return Long.MAX_VALUE;
            }
            long begin = System.nanoTime();
            core.attentionWait(kernel.code(), x, heads, ROUNDS);
            return System.nanoTime() - begin;
        } catch (EngineException | OutOfDeviceMemory e) {
            return Long.MAX_VALUE; // not on this device, not in this type, not built in, or no room
        }
    }
}
