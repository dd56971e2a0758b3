package dev.parley.multitalk.internal.dit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.nn.Linear;

/**
 * The timestep as two vectors: what the head and what the blocks are modulated with. In float32 throughout.
 * Keys {@code time_embedding}, {@code time_projection}.
 */
final class TimeEmbedding {
    private static final double BASE = 10_000;

    private final DitKernels kernels;
    private final NDManager manager;
    private final int frequencies;
    private final long width;
    private final Linear up;
    private final Linear down;
    private final Linear projection;

    TimeEmbedding(Weights weights, int frequencies, long width) {
        kernels = weights.kernels(DitKernels.class);
        manager = weights.torch().manager();
        this.frequencies = frequencies;
        this.width = width;
        up = new Linear(weights.at("time_embedding.0"), frequencies, width);
        down = new Linear(weights.at("time_embedding.2"), width, width);
        projection = new Linear(weights.at("time_projection.1"), width, 6 * width);
    }

    Time forward(float t) {
        NDArray hidden = kernels.silu(up.forward(sinusoid(t))); // (1, C)
        NDArray e = down.forward(hidden); // (1, C)
        NDArray e0 = projection.forward(kernels.silu(e)); // (1, 6C)
        return new Time(e, e0.reshape(1, 6, width));
    }

    /** Cosines, then sines, of {@code t} at frequencies from 1 down to 1/10000; angles in float64. */
    NDArray sinusoid(float t) {
        int half = frequencies / 2;
        float[] values = new float[frequencies];
        for (int i = 0; i < half; i++) {
            double angle = t * Math.pow(BASE, -(double) i / half);
            values[i] = (float) Math.cos(angle);
            values[half + i] = (float) Math.sin(angle);
        }
        return manager.create(values, new Shape(1, frequencies)); // (1, frequencies)
    }
}
