package dev.parley.worker.job;

import dev.parley.contracts.RenderCost;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RenderRequest.Quantization;
import java.util.LinkedHashMap;
import java.util.Map;

/** How fast this process rendered windows of a kind, kept from attempt to attempt. */
final class Paces {
    private static final int MOST = 100;

    private final Map<Kind, Pace> latest = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Kind, Pace> eldest) {
            return size() > MOST;
        }
    };

    /**
     * What windows have in common that take equally long.
     *
     * @param work of a video's first window, as {@link RenderCost#ofWindows} counts it
     */
    private record Kind(
            Engine engine,
            int width,
            int height,
            int steps,
            long work,
            boolean teaCache,
            Quantization quantization,
            boolean lowVram) {
        static Kind of(RenderPlan plan) {
            return new Kind(
                    plan.engine(),
                    plan.width(),
                    plan.height(),
                    plan.settings().sampling().steps(),
                    RenderCost.ofWindows(plan).get(0),
                    plan.settings().teaCache().enabled(),
                    plan.settings().quantization(),
                    plan.settings().lowVram());
        }
    }

    /** @param longTail as {@link Pace} takes it */
    synchronized Pace of(RenderPlan plan, boolean longTail) {
        Pace before = latest.get(Kind.of(plan));
        return before == null ? new Pace(longTail) : new Pace(longTail, before);
    }

    synchronized void keep(RenderPlan plan, Pace pace) {
        if (pace.isKnown()) {
            latest.remove(Kind.of(plan));
            latest.put(Kind.of(plan), pace);
        }
    }
}
