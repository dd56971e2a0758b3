package dev.parley.multitalk.dit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.checkpoint.Weights;

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
    private final NDArray up; // (C, frequencies)
    private final NDArray upBias; // (C)
    private final NDArray down; // (C, C)
    private final NDArray downBias; // (C)
    private final NDArray projection; // (6C, C)
    private final NDArray projectionBias; // (6C)

    TimeEmbedding(Weights weights, int frequencies, long width) {
        kernels = weights.kernels(DitKernels.class);
        manager = weights.torch().manager();
        this.frequencies = frequencies;
        this.width = width;
        up = weights.get("time_embedding.0.weight", width, frequencies);
        upBias = weights.get("time_embedding.0.bias", width);
        down = weights.get("time_embedding.2.weight", width, width);
        downBias = weights.get("time_embedding.2.bias", width);
        projection = weights.get("time_projection.1.weight", 6 * width, width);
        projectionBias = weights.get("time_projection.1.bias", 6 * width);
    }

    Time forward(float t) {
        NDArray hidden = kernels.silu(kernels.linear32(sinusoid(t), up, upBias)); // (1, C)
        NDArray e = kernels.linear32(hidden, down, downBias); // (1, C)
        NDArray e0 = kernels.linear32(kernels.silu(e), projection, projectionBias); // (1, 6C)
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
