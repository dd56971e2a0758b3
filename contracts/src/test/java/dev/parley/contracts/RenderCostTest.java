package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RenderRequest.Sampling;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenderCostTest {
    private static RenderCost cost(Engine engine, Double textGuidance, boolean trim, int frames) {
        RenderRequest request = RenderRequestBuilder.builder(
                        Requests.record(Requests.PICTURE, "p", Requests.speaker(Requests.VOICE)))
                .engine(engine)
                .sampling(new Sampling(8, null, textGuidance, 2.0, null, 81, 25, trim))
                .build();
        return RenderCost.of(new RenderPlan(
                Samples.JOB,
                RequestDefaults.fill(request, engine),
                640,
                448,
                new ChunkPlan(frames, 81, 25),
                Requests.PICTURE,
                List.of(),
                null,
                List.of(),
                null));
    }

    @Test
    void everyWindowTakesAllStepsAndTwoOrThreePassesAStep() {
        assertThat(cost(Engine.MULTITALK, 1.0, true, 81)).isEqualTo(new RenderCost(1, 8, 16, 16 * 21 * 40 * 28L, 81));
        assertThat(cost(Engine.MULTITALK, 5.0, true, 81)).isEqualTo(new RenderCost(1, 8, 24, 24 * 21 * 40 * 28L, 81));
        assertThat(cost(Engine.MULTITALK, 5.0, true, 193))
                .isEqualTo(new RenderCost(3, 8, 72, 24 * (3 * 21) * 40 * 28L, 193));
    }

    @Test
    void aTrimmedWindowCostsLess() {
        assertThat(cost(Engine.MULTITALK, 1.0, true, 82).tokens()).isEqualTo(16 * (21 + 8) * 40 * 28L);
        assertThat(cost(Engine.MULTITALK, 1.0, false, 82).tokens()).isEqualTo(16 * (21 + 21) * 40 * 28L);
    }

    @Test
    void anEngineWithoutAModelHasNoPasses() {
        RenderCost cost = cost(Engine.PANTOMIME, 5.0, true, 193);
        assertThat(cost).isEqualTo(new RenderCost(3, 0, 0, 0, 193));
        assertThat(cost.work()).isEqualTo(193);
    }
}
