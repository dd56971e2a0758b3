package dev.parley.worker.job;

import dev.parley.contracts.JobEvent;
import dev.parley.contracts.Phase;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Tells how far an attempt is: at most so often, and always a new phase and the last step of the last window. The guess at
 * what is left goes by the {@link Pace} of its windows, or by the {@link EncodingPace} where that is the slower one.
 */
final class ProgressReport {
    private final int attempt;
    private final List<Long> windows;
    private final long everyNanos;
    private final LongSupplier nanoTime;
    private final Consumer<JobEvent.Progress> out;
    private final Pace pace;
    private final EncodingPace encoding;
    private int window;
    private int step;
    private int steps = 1;
    private long saidAt;
    private boolean said;
    private Double firstEstimate; // seconds; null until there is one
    private long firstEstimateAt;

    /**
     * @param windows what each of them asks for, in any unit
     * @param firstWindow how many windows were committed before this attempt
     * @param pace of its windows, as far as it is known already
     * @param nanoTime a clock that never goes back, as {@link System#nanoTime}
     */
    ProgressReport(
            int attempt,
            List<Long> windows,
            int firstWindow,
            Pace pace,
            EncodingPace encoding,
            Duration every,
            LongSupplier nanoTime,
            Consumer<JobEvent.Progress> out) {
        this.attempt = attempt;
        this.windows = windows;
        this.everyNanos = every.toNanos();
        this.nanoTime = nanoTime;
        this.out = out;
        this.pace = pace;
        this.encoding = encoding;
        begin(firstWindow);
    }

    /** @param window from 0; its first step is next */
    void begin(int window) {
        this.window = window;
        step = 0;
        pace.begin(seconds(nanoTime.getAsLong()), size(window));
    }

    void phase(Phase phase) {
        say(nanoTime.getAsLong(), phase);
    }

    /** @param window from 0; {@code step} from 1 */
    void step(int window, int step, int steps) {
        long now = nanoTime.getAsLong();
        this.window = window;
        this.step = step;
        this.steps = steps;
        pace.step(seconds(now), step, steps);
        boolean end = window == windows.size() - 1 && step == steps;
        if (!said || end || now - saidAt >= everyNanos) {
            say(now, Phase.RENDERING);
        }
    }

    private void say(long now, Phase phase) {
        said = true;
        saidAt = now;
        double after = IntStream.range(window + 1, windows.size())
                .mapToDouble(this::size)
                .sum();
        Double eta = rounded(left(now, after), 10);
        if (firstEstimate == null && eta != null) {
            firstEstimate = eta;
            firstEstimateAt = now;
        }
        Double each = rounded(pace.stepSeconds(), 1000);
        out.accept(new JobEvent.Progress(attempt, window + 1, windows.size(), step, steps, eta, phase, each, null));
    }

    /** What the encoder needs says nothing as long as nothing is known of the windows. */
    private OptionalDouble left(long now, double after) {
        OptionalDouble rendering = pace.left(seconds(now), after);
        return rendering.isPresent()
                ? OptionalDouble.of(
                        Math.max(rendering.getAsDouble(), encoding.left().orElse(0)) + encoding.commitSeconds())
                : rendering;
    }

    /** Beside the first one, which is never the shorter of two. */
    private double size(int index) {
        return index < windows.size() ? (double) windows.get(index) / windows.get(0) : 0;
    }

    /** All windows are rendered: hands on what the first estimate said, if there was one, and what it took from then on. */
    void end(BiConsumer<Duration, Duration> estimatedAndTook) {
        pace.end(seconds(nanoTime.getAsLong()));
        if (firstEstimate != null) {
            estimatedAndTook.accept(
                    Duration.ofMillis(Math.round(firstEstimate * 1000)),
                    Duration.ofNanos(nanoTime.getAsLong() - firstEstimateAt));
        }
    }

    private static Double rounded(OptionalDouble seconds, int parts) {
        return seconds.isPresent() ? (double) Math.round(seconds.getAsDouble() * parts) / parts : null;
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }
}
