package dev.parley.multitalk.internal.sample;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.internal.torch.TensorScope;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SeededNoiseTest {
    private static final Torch TORCH = Torch.open("cpu");
    private static final Shape SHAPE = new Shape(16, 2, 4, 4);

    @AfterAll
    static void close() {
        TORCH.close();
    }

    @Test
    void aDrawDoesNotDependOnThoseBeforeIt() {
        SeededNoise noise = new SeededNoise(TORCH, 42);
        float[] fresh = motion(noise, 3, 1);
        motion(noise, 0, 0);
        assertThat(motion(noise, 3, 1)).isEqualTo(fresh);
    }

    @Test
    void seedsWindowsAndStepsAreAllUnlike() {
        Set<String> draws = new HashSet<>();
        for (long seed : new long[] {0, 1, 42, 1L << 32, Long.MAX_VALUE}) {
            SeededNoise noise = new SeededNoise(TORCH, seed);
            for (int window = 0; window < 3; window++) {
                draws.add(Arrays.toString(TensorScope.reading(windowNoise(noise, window))));
                for (int step = 0; step < 3; step++) {
                    draws.add(Arrays.toString(motion(noise, window, step)));
                }
            }
        }
        assertThat(draws).hasSize(5 * 3 * 4);
    }

    @Test
    void anotherTakeIsOtherNoiseAndTheSameEachTime() {
        SeededNoise noise = new SeededNoise(TORCH, 42);
        assertThat(noise.take(0)).isSameAs(noise);
        assertThat(motion(noise.take(1), 3, 1)).isEqualTo(motion(noise.take(1), 3, 1));
        assertThat(motion(noise.take(1), 3, 1)).isNotEqualTo(motion(noise, 3, 1));
        assertThat(motion(noise.take(1), 3, 1)).isNotEqualTo(motion(noise.take(2), 3, 1));
    }

    private static Supplier<float[]> windowNoise(SeededNoise noise, int window) {
        return () -> noise.latent(window, SHAPE).toFloatArray();
    }

    private static float[] motion(NoiseSource noise, int window, int step) {
        return TensorScope.reading(() -> noise.motion(window, step, SHAPE).toFloatArray());
    }
}
