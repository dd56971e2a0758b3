package dev.parley.multitalk.internal.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.Tiling;
import dev.parley.multitalk.internal.torch.TensorScope;
import java.util.function.UnaryOperator;

/** Applies a coder tile by tile and blends the results. */
record Tiles(int tile, int overlap) {
    static Tiles of(Tiling tiling) {
        return new Tiles(tiling.tile(), tiling.overlap());
    }

    /**
     * Applies {@code coder} to each tile, or to the whole of {@code x} if that is no larger than a tile.
     *
     * @param x (C, T, H, W), {@code in} pixels per latent pixel
     * @param out pixels of the result per latent pixel
     */
    NDArray map(VaeKernels kernels, NDArray x, int in, int out, UnaryOperator<NDArray> coder) {
        int rows = (int) x.getShape().get(2) / in;
        int columns = (int) x.getShape().get(3) / in;
        if (rows <= tile && columns <= tile) {
            return coder.apply(x);
        }
        return TensorScope.scoped(() -> {
            NDArray sum = null; // (C', T', H', W')
            NDArray weight = null; // (1, 1, H', W')
            for (int top : starts(rows)) {
                for (int left : starts(columns)) {
                    int height = Math.min(tile, rows);
                    int width = Math.min(tile, columns);
                    NDIndex place = new NDIndex(
                            ":, :, {}:{}, {}:{}", top * in, (top + height) * in, left * in, (left + width) * in);
                    try (NDArray done = coder.apply(x.get(place));
                            NDArray ramp = ramp(x.getManager(), height * out, width * out, overlap * out)) {
                        if (sum == null) {
                            sum = kernels.canvas(done, rows * out, columns * out);
                            weight = kernels.canvas(ramp, rows * out, columns * out);
                        }
                        kernels.paste(sum, done, top * out, left * out, ramp);
                        kernels.paste(weight, ramp, top * out, left * out, null);
                    }
                }
            }
            return sum.div(weight);
        });
    }

    /** Where tiles start along an axis: evenly spaced, from its first to its last pixel. */
    int[] starts(int length) {
        if (length <= tile) {
            return new int[] {0};
        }
        int count = 1 + (length - tile + tile - overlap - 1) / (tile - overlap);
        int[] starts = new int[count];
        for (int i = 0; i < count; i++) {
            starts[i] = (int) Math.round((double) i * (length - tile) / (count - 1));
        }
        return starts;
    }

    /** Weights that rise from each edge over {@code overlap} pixels, (1, 1, height, width). */
    private static NDArray ramp(NDManager manager, int height, int width, int overlap) {
        float[] values = new float[height * width];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                values[row * width + column] = share(row, height, overlap) * share(column, width, overlap);
            }
        }
        return manager.create(values, new Shape(1, 1, height, width));
    }

    private static float share(int at, int length, int overlap) {
        return Math.min(1, (float) (1 + Math.min(at, length - 1 - at)) / (overlap + 1));
    }
}
