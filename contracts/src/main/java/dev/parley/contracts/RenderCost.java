package dev.parley.contracts;

import dev.parley.contracts.RenderSettings.SamplerSettings;
import dev.parley.plan.ModelGrid;
import dev.parley.plan.SamplerPasses;
import dev.parley.plan.Size;
import dev.parley.plan.Window;
import dev.parley.plan.WindowPlan;
import java.util.List;

/**
 * What a plan asks of an engine.
 *
 * @param windows how many
 * @param steps of the sampler in each; 0 of an engine without a model
 * @param passes of the transformer in all of them; TeaCache skips some
 * @param tokens that these passes compute, each counted in every pass
 * @param frames of the video
 */
public record RenderCost(int windows, int steps, long passes, long tokens, int frames) {
    public static RenderCost of(RenderPlan plan) {
        return switch (plan.engine()) {
            case MULTITALK -> ofModel(plan);
            case PANTOMIME ->
                new RenderCost(plan.chunks().count(), 0, 0, 0, plan.chunks().frames());
        };
    }

    private static RenderCost ofModel(RenderPlan plan) {
        SamplerSettings sampling = plan.settings().sampling();
        int passes = sampling.steps() * SamplerPasses.perStep(sampling.textGuidance(), sampling.audioGuidance());
        Size grid = ModelGrid.tokens(new Size(plan.height(), plan.width()));
        ChunkPlan chunks = plan.chunks();
        List<Window> windows = WindowPlan.of(
                        chunks.frames(), chunks.framesPerWindow(), chunks.motionFrames(), sampling.trimLastWindow())
                .windows();
        long latentFrames = windows.stream()
                .mapToLong(window -> ModelGrid.latentFrames(window.pixelFrames()))
                .sum();
        int count = windows.size();
        return new RenderCost(
                count,
                sampling.steps(),
                (long) count * passes,
                passes * latentFrames * grid.height() * grid.width(),
                chunks.frames());
    }

    /** What takes the time, to compare plans of one engine and size with each other: tokens, or frames where there are none. */
    public long work() {
        return tokens > 0 ? tokens : frames;
    }
}
