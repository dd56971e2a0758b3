package dev.parley.multitalk.internal.pipeline;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.GuidanceSettings;
import dev.parley.multitalk.SkipPlan;
import dev.parley.multitalk.internal.dit.Conditioning;
import dev.parley.multitalk.internal.dit.Dit;
import dev.parley.multitalk.internal.dit.Residual;
import dev.parley.multitalk.internal.dit.Time;
import dev.parley.multitalk.internal.sample.Denoiser;
import dev.parley.multitalk.internal.sample.Guidance;
import java.util.ArrayList;
import java.util.List;

/**
 * The DiT, asked once a step and once more for each thing that is guided, and one velocity made of its answers. Belongs to one window: what its passes
 * leave for later ones is freed when it is closed.
 */
final class GuidedDit implements Denoiser, AutoCloseable {
    /** Hears of each forward pass before it. */
    interface Passes {
        void pass(int step, int pass, int passes);
    }

    /** A pass of every step, and what TeaCache remembers of it. */
    private record Role(Conditioning given, Residual residual) {}

    private final Dit dit;
    private final List<Role> roles;
    private final Guidance guidance;
    private final SkipPlan skips;
    private final Passes passes;

    private GuidedDit(Dit dit, List<Role> roles, Guidance guidance, SkipPlan skips, Passes passes) {
        this.dit = dit;
        this.roles = roles;
        this.guidance = guidance;
        this.skips = skips;
        this.passes = passes;
    }

    /** @param cond with prompt and voices; closed with this */
    static GuidedDit of(
            Dit dit,
            Conditioning cond,
            NullConditioning nulls,
            GuidanceSettings settings,
            Guidance guidance,
            SkipPlan skips,
            Passes passes) {
        List<Conditioning> conditionings = new ArrayList<>(List.of(cond));
        if (settings.guidesText()) {
            conditionings.add(cond.withText(nulls.text()));
        }
        if (settings.guidesAudio()) {
            Conditioning last = conditionings.get(conditionings.size() - 1);
            conditionings.add(last.withAudio(nulls.audio()));
        }
        List<Role> roles = conditionings.stream()
                .map(given -> new Role(given, new Residual()))
                .toList();
        return new GuidedDit(dit, roles, guidance, skips, passes);
    }

    @Override
    public NDArray velocity(NDArray latent, float t, int step) {
        return scoped(() -> {
            Time time = dit.time(t);
            NDArray cond = pass(0, latent, time, step);
            if (roles.size() == 1) {
                return cond;
            }
            NDArray dropped = pass(1, latent, time, step); // the prompt or, where that is not guided, the voices
            return roles.size() == 2
                    ? guidance.combine(cond, dropped)
                    : guidance.combine(cond, dropped, pass(2, latent, time, step));
        });
    }

    private NDArray pass(int pass, NDArray latent, Time time, int step) {
        passes.pass(step, pass, roles.size());
        Role role = roles.get(pass);
        if (skips.skipped() == 0) {
            return dit.forward(latent, time, role.given());
        }
        return skips.computes(step)
                ? dit.forward(latent, time, role.given(), role.residual())
                : dit.shortened(latent, time, role.given(), role.residual());
    }

    @Override
    public void close() {
        roles.forEach(role -> {
            role.given().close();
            role.residual().close();
        });
    }
}
