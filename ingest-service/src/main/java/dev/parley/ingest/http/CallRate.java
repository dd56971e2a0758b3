package dev.parley.ingest.http;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;

/** Allows so many calls in any minute. Safe for use by many threads. */
final class CallRate {
    private static final long MINUTE_MILLIS = 60_000;

    private final int perMinute;
    private final Clock clock;
    private final Deque<Long> taken = new ArrayDeque<>();

    CallRate(int perMinute, Clock clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /** Whether one more call is allowed now; then it counts. */
    synchronized boolean take() {
        long now = clock.millis();
        while (!taken.isEmpty() && now - taken.peekFirst() >= MINUTE_MILLIS) {
            taken.removeFirst();
        }
        if (taken.size() >= perMinute) {
            return false;
        }
        taken.addLast(now);
        return true;
    }
}
