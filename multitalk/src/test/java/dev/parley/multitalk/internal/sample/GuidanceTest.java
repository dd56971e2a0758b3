package dev.parley.multitalk.internal.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.GuidanceSettings;
import dev.parley.multitalk.internal.torch.TensorScope;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What is guided by a scale of 1 counts for nothing, so the pass without it can be spared. */
class GuidanceTest {
    private static final Torch TORCH = Torch.open("cpu");
    private static final Shape SHAPE = new Shape(16, 2, 4, 4);
    private static final int STEPS = 3;

    @AfterAll
    static void close() {
        TORCH.close();
    }

    @Test
    void withoutAnyGuidanceProjectionLeavesTheModelsAnswer() {
        assertThat(guided(GuidanceSettings.projected(1, 1), 2)).isDeepEqualTo(guided(null, 1));
    }

    @Test
    void theVoicesPassIsSparedWhereOnlyThePromptIsGuidedByProjection() {
        GuidanceSettings settings = GuidanceSettings.projected(5, 1);

        assertThat(guided(settings, 2)).isDeepEqualTo(guided(settings, 3));
    }

    @Test
    void plainGuidanceDiffersByRoundingOnly() {
        GuidanceSettings settings = GuidanceSettings.plain(5, 1);
        float[][] spared = guided(settings, 2);
        float[][] all = guided(settings, 3);

        for (int step = 0; step < STEPS; step++) {
            assertThat(spared[step]).containsExactly(all[step], offset(1e-5f));
        }
    }

    /** The guided velocities of a window's steps, from so many answers of the model in each. */
    private static float[][] guided(GuidanceSettings settings, int answers) {
        return TensorScope.reading(() -> {
            SeededNoise noise = new SeededNoise(TORCH, 5);
            try (Guidance guidance = settings == null ? null : Guidance.begin(settings, TORCH)) {
                return IntStream.range(0, STEPS)
                        .mapToObj(step -> guided(guidance, noise, step, answers).toFloatArray())
                        .toArray(float[][]::new);
            }
        });
    }

    private static NDArray guided(Guidance guidance, SeededNoise noise, int step, int answers) {
        NDArray cond = noise.motion(0, step, SHAPE);
        NDArray dropped = noise.motion(1, step, SHAPE);
        return switch (answers) {
            case 1 -> cond;
            case 2 -> guidance.combine(cond, dropped);
            default -> guidance.combine(cond, dropped, noise.motion(2, step, SHAPE));
        };
    }
}
