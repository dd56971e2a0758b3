package dev.parley.worker.job;

import dev.parley.contracts.JobEvent;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Tells how far an attempt is: at most so often, and always the last step of the last window. The guess at what is left
 * takes the attempt's own pace, its first window not counting more than any other.
 */
final class ProgressReport {
    private final int attempt;
    private final int windows;
    private final int firstWindow;
    private final long everyNanos;
    private final LongSupplier nanoTime;
    private final Consumer<JobEvent.Progress> out;
    private final long startedAt;
    private long saidAt;
    private boolean said;

    /**
     * @param firstWindow how many windows were committed before this attempt
     * @param nanoTime a clock that never goes back, as {@link System#nanoTime}
     */
    ProgressReport(
            int attempt,
            int windows,
            int firstWindow,
            Duration every,
            LongSupplier nanoTime,
            Consumer<JobEvent.Progress> out) {
        this.attempt = attempt;
        this.windows = windows;
        this.firstWindow = firstWindow;
        this.everyNanos = every.toNanos();
        this.nanoTime = nanoTime;
        this.out = out;
        this.startedAt = nanoTime.getAsLong();
    }

    /** @param window from 0; {@code step} from 1 */
    void step(int window, int step, int steps) {
        long now = nanoTime.getAsLong();
        boolean end = window == windows - 1 && step == steps;
        if (said && !end && now - saidAt < everyNanos) {
            return;
        }
        said = true;
        saidAt = now;
        double done = window - firstWindow + (double) step / steps;
        double left = windows - firstWindow - done;
        double eta = (now - startedAt) / 1e9 / done * left;
        out.accept(new JobEvent.Progress(attempt, window + 1, windows, step, steps, Math.round(eta * 10) / 10.0));
    }
}
