package dev.parley.bench.model;

import dev.parley.multitalk.RenderListener;
import dev.parley.multitalk.SkipPlan;

/** Counts the forward passes of a window in which the blocks run. */
final class ComputedPasses {
    private final SkipPlan skips;
    private int computed;

    ComputedPasses(SkipPlan skips) {
        this.skips = skips;
    }

    /** Begins anew. */
    RenderListener ofAWindow() {
        computed = 0;
        return (window, step, steps, pass, passes) -> computed += skips.computes(step) ? 1 : 0;
    }

    /** Of the last window. */
    int computed() {
        return computed;
    }
}
