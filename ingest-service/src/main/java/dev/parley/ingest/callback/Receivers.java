package dev.parley.ingest.callback;

import dev.parley.contracts.WebUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps one receiver from taking the places of all others: it is called by a few at a time, and one that does not answer
 * rests, longer with each failure, until a single call finds it well again. Of this process only.
 */
final class Receivers {
    private static final Duration FIRST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 6;

    private final int mostEach;
    private final Map<String, Health> health = new ConcurrentHashMap<>();

    /**
     * @param failures in a row
     * @param restsUntil null if it answered the last time
     */
    private record Health(int calls, int failures, Instant restsUntil) {
        private static final Health UNKNOWN = new Health(0, 0, null);

        boolean takes(int most, Instant now) {
            return failures == 0 ? calls < most : calls == 0 && !now.isBefore(restsUntil);
        }

        boolean isNothing() {
            return calls == 0 && failures == 0;
        }
    }

    /** @param mostEach concurrent calls of one receiver */
    Receivers(int mostEach) {
        if (mostEach < 1) {
            throw new IllegalArgumentException(
                    "parley.ingest.webhook.per-receiver: found %d, expected 1 or more".formatted(mostEach));
        }
        this.mostEach = mostEach;
    }

    /** Takes one of the receiver's places; whoever gets it has to give it back by {@link #end}. */
    boolean begin(String url, Instant now) {
        boolean[] taken = {false};
        health.compute(origin(url), (origin, known) -> {
            Health before = known == null ? Health.UNKNOWN : known;
            taken[0] = before.takes(mostEach, now);
            return taken[0] ? new Health(before.calls + 1, before.failures, before.restsUntil) : known;
        });
        return taken[0];
    }

    /** Whether the receiver did not answer lately. */
    boolean isUnwell(String url) {
        return health.getOrDefault(origin(url), Health.UNKNOWN).failures > 0;
    }

    void end(String url, CallResult result, Instant now) {
        health.computeIfPresent(origin(url), (origin, before) -> {
            boolean failed = result instanceof CallResult.Failed;
            int failures = failed ? before.failures + 1 : 0;
            Health after = new Health(before.calls - 1, failures, failed ? now.plus(rest(failures)) : null);
            return after.isNothing() ? null : after;
        });
    }

    private static Duration rest(int failures) {
        Duration rest = FIRST_REST.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }

    /** Scheme, host and port: what answers or does not. */
    private static String origin(String url) {
        try {
            WebUrl parsed = WebUrl.parse(url);
            return parsed.uri().getScheme() + "://" + parsed.host() + ":" + parsed.port();
        } catch (IllegalArgumentException e) {
            return url;
        }
    }
}
