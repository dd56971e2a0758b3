package dev.parley.multitalk.pipeline;

import static dev.parley.multitalk.torch.Scope.scoped;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.dit.Conditioning;
import dev.parley.multitalk.dit.Dit;
import dev.parley.multitalk.sample.Denoiser;
import dev.parley.multitalk.sample.Guidance;
import dev.parley.multitalk.sample.GuidanceSettings;
import java.util.List;

/** The DiT, asked two or three times a step, and one velocity made of its answers. */
final class GuidedDit implements Denoiser {
    /** Hears of each forward pass before it. */
    interface Passes {
        void pass(int step, int pass, int passes);
    }

    private final Dit dit;
    private final List<Conditioning> conditionings;
    private final Guidance guidance;
    private final Passes passes;

    private GuidedDit(Dit dit, List<Conditioning> conditionings, Guidance guidance, Passes passes) {
        this.dit = dit;
        this.conditionings = conditionings;
        this.guidance = guidance;
        this.passes = passes;
    }

    /** @param cond with prompt and voices */
    static GuidedDit of(
            Dit dit, Conditioning cond, Absent absent, GuidanceSettings settings, Guidance guidance, Passes passes) {
        List<Conditioning> conditionings = settings.guidesText()
                ? List.of(
                        cond,
                        cond.withText(absent.text()),
                        cond.withText(absent.text()).withAudio(absent.audio()))
                : List.of(cond, cond.withAudio(absent.audio()));
        return new GuidedDit(dit, conditionings, guidance, passes);
    }

    @Override
    public NDArray velocity(NDArray latent, float t, int step) {
        return scoped(() -> {
            NDArray cond = pass(0, latent, t, step);
            NDArray dropped = pass(1, latent, t, step); // the prompt or, where that is not guided, the voices
            return conditionings.size() == 2
                    ? guidance.combine(cond, dropped)
                    : guidance.combine(cond, dropped, pass(2, latent, t, step));
        });
    }

    private NDArray pass(int pass, NDArray latent, float t, int step) {
        passes.pass(step, pass, conditionings.size());
        return dit.forward(latent, t, conditionings.get(pass));
    }
}
