package dev.parley.ingest.http;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;

/** Allows so many calls in any minute, and says so in the headers that the IETF drafts. Safe for use by many threads. */
final class CallRate {
    private static final long MINUTE_MILLIS = 60_000;

    private final String name;
    private final int perMinute;
    private final Clock clock;
    private final Deque<Long> taken = new ArrayDeque<>();

    /**
     * What became of a call.
     *
     * @param headers {@code RateLimit-Policy} and {@code RateLimit}; {@code Retry-After} as well where it is refused
     */
    record Turn(boolean allowed, Map<String, String> headers) {}

    /** @param name of the limit, for callers to tell it from others */
    CallRate(String name, int perMinute, Clock clock) {
        this.name = name;
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /** Asks for one more call; if it is allowed, it counts. */
    synchronized Turn take() {
        long now = clock.millis();
        while (!taken.isEmpty() && now - taken.peekFirst() >= MINUTE_MILLIS) {
            taken.removeFirst();
        }
        boolean allowed = taken.size() < perMinute;
        if (allowed) {
            taken.addLast(now);
        }
        // Rounded up: who comes back after so many seconds is let in.
        long seconds = (taken.peekFirst() + MINUTE_MILLIS - now + 999) / 1000;
        String policy = String.format(Locale.ROOT, "\"%s\";q=%d;w=%d", name, perMinute, MINUTE_MILLIS / 1000);
        String left = String.format(Locale.ROOT, "\"%s\";r=%d;t=%d", name, perMinute - taken.size(), seconds);
        return new Turn(
                allowed,
                allowed
                        ? Map.of("RateLimit-Policy", policy, "RateLimit", left)
                        : Map.of("RateLimit-Policy", policy, "RateLimit", left, "Retry-After", Long.toString(seconds)));
    }
}
