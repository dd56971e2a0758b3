package dev.parley.kit;

import java.time.Duration;
import java.util.Locale;

/** Durations as settings write them. */
public final class DurationWords {
    /** {@code 5m} rather than {@code PT5M}. */
    public static String of(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    private DurationWords() {}
}
