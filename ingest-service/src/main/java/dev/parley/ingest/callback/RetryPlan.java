package dev.parley.ingest.callback;

import dev.parley.contracts.JobState.Callback;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When to call again.
 *
 * @param pauses after the first failed call, the second, and so on; the last one repeats
 * @param giveUp no call later than so long after the job's end
 */
record RetryPlan(List<Duration> pauses, Duration giveUp) {
    private static final double SPREAD = 0.2;

    RetryPlan {
        pauses = List.copyOf(pauses);
        if (pauses.isEmpty()) {
            throw new IllegalArgumentException("parley.ingest.webhook.pauses: expected at least one pause, found none");
        }
    }

    /**
     * The state of the callback after a call.
     *
     * @param random from 0 to 1: where in its spread the pause falls
     */
    Callback after(Callback before, CallResult result, Instant ended, Instant now, double random) {
        if (result instanceof CallResult.Delivered) {
            return before.delivered(result.text());
        }
        if (result instanceof CallResult.Rejected) {
            return before.exhausted(result.text());
        }
        Instant next = now.plus(pause(before.attempts(), random));
        Instant wished = now.plus(((CallResult.Failed) result).notBefore());
        next = wished.isAfter(next) ? wished : next;
        return next.isAfter(ended.plus(giveUp))
                ? before.exhausted(result.text() + ", given up after " + (before.attempts() + 1) + " calls")
                : before.retryAt(next, result.text());
    }

    private Duration pause(int failedBefore, double random) {
        Duration pause = pauses.get(Math.min(failedBefore, pauses.size() - 1));
        return Duration.ofMillis(Math.round(pause.toMillis() * (1 - SPREAD + 2 * SPREAD * random)));
    }
}
