package dev.parley.multitalk.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.golden.GoldenCase;
import dev.parley.multitalk.internal.sample.NoiseSource;
import java.util.ArrayDeque;
import java.util.Deque;

/** The noise that the reference drew, in the order in which it drew it. */
final class RecordedNoise implements NoiseSource {
    private final GoldenCase golden;
    private final Deque<String> left;

    RecordedNoise(GoldenCase golden) {
        this.golden = golden;
        left = new ArrayDeque<>(golden.keys("mid.noise_").stream().sorted().toList());
    }

    @Override
    public NoiseSource take(int take) {
        return this;
    }

    @Override
    public NDArray latent(int window, Shape shape) {
        return next("randn", shape);
    }

    @Override
    public NDArray motion(int window, int step, Shape shape) {
        return next("randn_like", shape);
    }

    void assertDrawn() {
        assertThat(left).as("noise that the reference drew and this did not").isEmpty();
    }

    private NDArray next(String kind, Shape shape) {
        assertThat(left).as("noise for " + shape).isNotEmpty();
        assertThat(left.peek()).endsWith("_" + kind);
        NDArray noise = golden.get(left.pop());
        assertThat(noise.getShape()).isEqualTo(shape);
        return noise;
    }
}
