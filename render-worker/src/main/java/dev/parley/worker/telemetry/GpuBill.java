package dev.parley.worker.telemetry;

import dev.parley.contracts.RenderPlan;
import dev.parley.plan.Window;
import dev.parley.plan.WindowPlan;
import dev.parley.worker.telemetry.WorkerMetrics.Waste;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How long an attempt used its device, and what of that came to nothing. Windows are rendered on one thread and committed on
 * another.
 */
public final class GpuBill {
    private final WorkerMetrics metrics;
    private final RenderPlan plan;
    private final WindowPlan windows; // null of an engine that renders no frame twice
    private final Map<Integer, Duration> uncommitted = new HashMap<>();
    private Duration total = Duration.ZERO;

    /** @param overlaps whether a window renders the frames again that it takes over, as the model does */
    public GpuBill(WorkerMetrics metrics, RenderPlan plan, boolean overlaps) {
        this.metrics = metrics;
        this.plan = plan;
        this.windows = overlaps ? plan.modelWindows() : null;
    }

    /** What all windows share was made ready. */
    public synchronized void prepared(Duration time) {
        used(time);
    }

    /** A window is rendered, from the beginning to the end. */
    public synchronized void rendered(int index, Duration time) {
        used(time);
        Duration before = uncommitted.put(index, time);
        if (before != null) {
            metrics.wasted(Waste.RETRY, before); // another worker committed it first, in other bytes
        }
        if (windows != null) {
            Window window = windows.windows().get(index);
            int beyond = window.pixelFrames() - window.motionFrames() - window.newFrames();
            metrics.wasted(Waste.OVERLAP, share(time, window.motionFrames(), window.pixelFrames()));
            metrics.wasted(Waste.TAIL, share(time, beyond, window.pixelFrames()));
        }
    }

    /** The attempt ended in the middle of a window. */
    public synchronized void broken(int index, Duration time) {
        used(time);
        uncommitted.merge(index, time, Duration::plus);
    }

    /** A window was left between two steps, of which the next attempt goes on. */
    public synchronized void left(Duration time) {
        used(time);
    }

    /** A window counts, in these bytes; it does not matter who committed them. */
    public synchronized void committed(int index) {
        uncommitted.remove(index);
    }

    /** The attempt has ended: what it rendered and did not commit has to be rendered again, or nobody wants it. */
    public synchronized void ended(boolean cancelled) {
        if (cancelled) {
            metrics.wasted(Waste.CANCEL, total);
        } else {
            uncommitted.values().forEach(time -> metrics.wasted(Waste.RETRY, time));
        }
        uncommitted.clear();
        total = Duration.ZERO;
    }

    private void used(Duration time) {
        total = total.plus(time);
        metrics.used(plan.engine(), plan.settings().tenant(), time);
    }

    private static Duration share(Duration time, int part, int all) {
        return Duration.ofNanos(Math.round((double) time.toNanos() * part / all));
    }
}
