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
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The DiT, asked once a step and once more for each thing that is guided, and one velocity made of its answers. Companions
 * share the passes. Belongs to one window: what its passes leave for later ones is freed when it is closed.
 */
final class GuidedDit implements Denoiser, AutoCloseable {
    /** Hears of each forward pass before it. */
    interface Passes {
        void pass(int step, int pass, int passes);
    }

    /**
     * A pass of every step, and what TeaCache remembers of it.
     *
     * @param companion who computes it; empty for the model's own DiT
     */
    private record Role(Optional<Companion> companion, Conditioning given, Residual residual) {}

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

    /**
     * Shares the passes out by turns, the first to {@code dit}. What companions are given belongs to the open scope.
     *
     * @param cond with prompt and voices; closed with this
     */
    static GuidedDit of(
            Dit dit,
            List<Companion> companions,
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
        List<Role> roles = new ArrayList<>();
        for (Conditioning given : conditionings) {
            int turn = roles.size() % (1 + companions.size());
            Optional<Companion> companion = turn == 0 ? Optional.empty() : Optional.of(companions.get(turn - 1));
            roles.add(new Role(
                    companion, companion.map(who -> who.conditioning(given)).orElse(given), new Residual()));
        }
        return new GuidedDit(dit, roles, guidance, skips, passes);
    }

    @Override
    public NDArray velocity(NDArray latent, float t, int step) {
        return scoped(() -> {
            List<NDArray> velocities = velocities(latent, t, step);
            NDArray cond = velocities.get(0);
            return switch (velocities.size()) {
                case 1 -> cond;
                // Without the prompt or, where that is not guided, the voices.
                case 2 -> guidance.combine(cond, velocities.get(1));
                default -> guidance.combine(cond, velocities.get(1), velocities.get(2));
            };
        });
    }

    /** Of all passes of a step, by role. Those of companions begin first, or they would wait for the model's own. */
    private List<NDArray> velocities(NDArray latent, float t, int step) {
        Map<Role, Companion.Begun> elsewhere = new IdentityHashMap<>();
        Map<Role, NDArray> velocities = new IdentityHashMap<>();
        int begun = 0;
        try {
            for (Role role : roles) {
                if (role.companion().isPresent()) {
                    passes.pass(step, begun++, roles.size());
                    Companion.Pass pass = (other, there, time) -> pass(other, role, there, time, step);
                    elsewhere.put(role, role.companion().get().begin(latent, t, pass));
                }
            }
            Time time = dit.time(t);
            for (Role role : roles) {
                if (role.companion().isEmpty()) {
                    passes.pass(step, begun++, roles.size());
                    velocities.put(role, pass(dit, role, latent, time, step));
                }
            }
            elsewhere.forEach((role, there) -> velocities.put(role, there.velocity()));
        } catch (RuntimeException e) {
            elsewhere.values().forEach(Companion.Begun::abandon);
            throw e;
        }
        return roles.stream().map(velocities::get).toList();
    }

    private NDArray pass(Dit computing, Role role, NDArray latent, Time time, int step) {
        if (skips.skipped() == 0) {
            return computing.forward(latent, time, role.given());
        }
        return skips.computes(step)
                ? computing.forward(latent, time, role.given(), role.residual())
                : computing.shortened(latent, time, role.given(), role.residual());
    }

    @Override
    public void close() {
        roles.forEach(role -> {
            role.given().close();
            role.residual().close();
        });
    }
}
