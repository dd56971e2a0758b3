package dev.parley.multitalk.internal.dit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.parameter.Parameter;

/** The latent, cut into patches that do not overlap; key {@code patch_embedding}. A convolution in the checkpoint. */
final class PatchEmbedding {
    private final DitKernels kernels;
    private final Parameter weight; // (C, channels, patch frames, patch rows, patch columns)
    private final Parameter bias; // (C)

    PatchEmbedding(Weights weights) {
        kernels = weights.kernels(DitKernels.class);
        long width = weights.size("weight", 0);
        weight = weights.parameter("weight", width, Weights.ANY, Weights.ANY, Weights.ANY, Weights.ANY);
        bias = weights.parameter("bias", width);
    }

    NDArray forward(NDArray latent, NDArray y) { // latent: (16, T, h, w), y: (20, T, h, w)
        return kernels.tokens(latent, y, weight.get(), bias.get()); // (1, L, C)
    }

    long width() {
        return weight.shape().get(0);
    }

    /** Frames, rows and columns of a patch. */
    long[] patch() {
        Shape shape = weight.shape();
        return new long[] {shape.get(2), shape.get(3), shape.get(4)};
    }

    /** Frames, rows and columns of tokens in a latent of {@code shape} (channels, T, h, w). */
    long[] grid(Shape shape) {
        long[] patch = patch();
        long[] grid = new long[3];
        for (int axis = 0; axis < 3; axis++) {
            long size = shape.get(axis + 1);
            if (size % patch[axis] != 0) {
                throw new IllegalArgumentException("A latent of %s cannot be cut into patches of %dx%dx%d"
                        .formatted(shape, patch[0], patch[1], patch[2]));
            }
            grid[axis] = size / patch[axis];
        }
        return grid;
    }
}
