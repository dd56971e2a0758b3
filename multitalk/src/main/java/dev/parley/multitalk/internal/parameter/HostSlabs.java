package dev.parley.multitalk.internal.parameter;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.TensorScope;
import java.util.HashMap;
import java.util.Map;

/**
 * Places many tensors in a few large pieces of host memory, each piece with tensors of one type. PyTorch rounds every
 * page-locked allocation up to a power of two: with one for each weight the 14B model takes 62 GiB instead of 47. A piece
 * is freed with the last tensor in it. Not thread-safe.
 */
final class HostSlabs {
    /** A power of two, and some times as large as the largest weight of a block, 142 MB in the 14B model. */
    static final long BYTES = 1L << 29;

    /** In elements. */
    private static final long ALIGNMENT = 512;

    /** Gives host memory. */
    @FunctionalInterface
    interface Allocator {
        /** @return {@code (elements)} of this type, with any values */
        NDArray allocate(long elements, int type);
    }

    private final CoreKernels core;
    private final Allocator allocator;
    private final long bytes;
    private final Map<Integer, Slab> open =
            new HashMap<>(); // by PyTorch's number for the type, which may be one of FP8

    /** @param bytes of a piece; a tensor that is larger gets one of its own */
    HostSlabs(CoreKernels core, Allocator allocator, long bytes) {
        this.core = core;
        this.allocator = allocator;
        this.bytes = bytes;
    }

    /** A copy of {@code tensor}, which is closed. */
    NDArray place(NDArray tensor) {
        int type = Math.toIntExact(core.type(tensor));
        long elements = tensor.size();
        long most = bytes / core.elementBytes(tensor);
        NDArray placed;
        if (elements > most) {
            Slab own = new Slab(type, elements);
            placed = own.place(tensor);
            own.memory.close();
        } else {
            placed = slab(type, elements, most).place(tensor);
        }
        tensor.close();
        return placed;
    }

    /** The open piece of a type; one without room is let go of, the tensors in it stay. */
    private Slab slab(int type, long elements, long most) {
        return open.compute(type, (key, slab) -> {
            if (slab != null && slab.used + elements <= slab.elements) {
                return slab;
            }
            if (slab != null) {
                slab.memory.close();
            }
            return new Slab(type, most);
        });
    }

    private final class Slab {
        private final NDArray memory;
        private final long elements;
        private long used;

        Slab(int type, long elements) {
            memory = TensorScope.keep(allocator.allocate(elements, type));
            this.elements = elements;
        }

        NDArray place(NDArray tensor) {
            NDArray placed = TensorScope.keep(core.placeIn(memory, used, tensor));
            used += (tensor.size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            return placed;
        }
    }
}
