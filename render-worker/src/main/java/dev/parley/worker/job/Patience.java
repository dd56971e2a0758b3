package dev.parley.worker.job;

import dev.parley.kit.DurationWords;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How long an engine may be silent within a window: many times what the same part took before in this attempt, and never
 * less than {@code least}. A part that was not measured yet, such as the first window's way to its first step, has all of
 * the window's time. Time comes in by {@link #spend}.
 */
final class Patience {
    /** Steps of one job take alike; what takes twenty times as long will not end. */
    private static final int TIMES = 20;

    private enum Part {
        LEAD,
        STEP,
        TAIL
    }

    private final Duration window;
    private final Duration least;
    private final Map<Part, Duration> longest = new EnumMap<>(Part.class);
    private String what = "the work";
    private Part part = Part.LEAD;
    private Duration ofPart = Duration.ZERO;
    private Duration ofWindow = Duration.ZERO;

    Patience(Duration window, Duration least) {
        this.window = window;
        this.least = least;
    }

    /** @param what as {@code window 3} */
    void begin(String what) {
        this.what = what;
        ofWindow = Duration.ZERO;
        part = Part.LEAD;
        ofPart = Duration.ZERO;
    }

    /** Step {@code step} of {@code steps} is done. */
    void step(int step, int steps) {
        learn();
        part = step < steps ? Part.STEP : Part.TAIL;
        ofPart = Duration.ZERO;
    }

    void end() {
        if (part == Part.TAIL) {
            learn();
        }
        part = Part.LEAD;
        ofPart = Duration.ZERO;
        ofWindow = Duration.ZERO;
    }

    private void learn() {
        longest.merge(part, ofPart, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }

    void spend(Duration time) {
        ofPart = ofPart.plus(time);
        ofWindow = ofWindow.plus(time);
    }

    /** How long the present part may take. */
    Duration allowed() {
        Duration known = longest.get(part);
        return known == null ? window : max(least, known.multipliedBy(TIMES));
    }

    /** What took too long; empty while nothing has. */
    Optional<String> exceeded() {
        if (longest.containsKey(part) && ofPart.compareTo(allowed()) > 0) {
            return Optional.of("%s of %s took longer than %s".formatted(name(), what, DurationWords.of(allowed())));
        }
        return ofWindow.compareTo(window) > 0
                ? Optional.of("%s took longer than %s".formatted(what, DurationWords.of(window)))
                : Optional.empty();
    }

    private String name() {
        return switch (part) {
            case LEAD -> "the beginning";
            case STEP -> "a step";
            case TAIL -> "the end";
        };
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
