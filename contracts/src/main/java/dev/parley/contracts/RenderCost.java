package dev.parley.contracts;

import dev.parley.contracts.RenderSettings.SamplerSettings;
import dev.parley.plan.ModelGrid;
import dev.parley.plan.SamplerPasses;
import dev.parley.plan.Size;
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
        List<Long> windows = ofWindows(plan);
        return new RenderCost(
                windows.size(),
                plan.settings().sampling().steps(),
                windows.size() * passes(plan),
                windows.stream().mapToLong(Long::longValue).sum(),
                plan.chunks().frames());
    }

    /** What each window asks for, in the unit of {@link #work}: the last one may be shorter than the others. */
    public static List<Long> ofWindows(RenderPlan plan) {
        return switch (plan.engine()) {
            case MULTITALK -> tokens(plan);
            case PANTOMIME ->
                plan.chunks().chunks().stream()
                        .map(chunk -> (long) chunk.frames())
                        .toList();
        };
    }

    private static List<Long> tokens(RenderPlan plan) {
        Size grid = ModelGrid.tokens(new Size(plan.height(), plan.width()));
        return plan.modelWindows().windows().stream()
                .map(window ->
                        passes(plan) * ModelGrid.latentFrames(window.pixelFrames()) * grid.height() * grid.width())
                .toList();
    }

    /** Of each window. */
    private static long passes(RenderPlan plan) {
        SamplerSettings sampling = plan.settings().sampling();
        return (long) sampling.steps() * SamplerPasses.perStep(sampling.textGuidance(), sampling.audioGuidance());
    }

    /** What takes the time, to compare plans of one engine and size with each other: tokens, or frames where there are none. */
    public long work() {
        return tokens > 0 ? tokens : frames;
    }
}
