package dev.parley.ingest.callback;

import dev.parley.contracts.Callback;
import dev.parley.contracts.Callback.Call;
import dev.parley.contracts.Callback.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When to call again.
 *
 * @param pauses after the first failed call, the second, and so on; the last one repeats
 * @param giveUp no call later than so long after what it tells happened, or was asked for again
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
     * @param before something is due in it
     * @param took from the beginning of the call until {@code now}
     * @param ended whether the job has
     * @param random from 0 to 1: where in its spread the pause falls
     */
    Callback after(Callback before, CallResult result, Duration took, boolean ended, Instant now, double random) {
        Notice notice = before.next();
        Call call = new Call(notice.event(), now.minus(took), result.text(), took.toMillis());
        if (result instanceof CallResult.Delivered) {
            return before.delivered(call, ended);
        }
        if (result instanceof CallResult.Rejected) {
            return before.exhausted(call);
        }
        Instant next = now.plus(pause(notice.failed(), random));
        Instant wished = now.plus(((CallResult.Failed) result).notBefore());
        next = wished.isAfter(next) ? wished : next;
        return isTooLate(notice, next) ? before.givenUp(last(call, notice), ended) : before.retryAt(next, call);
    }

    /** Whether no call may be made about this any more. */
    boolean isTooLate(Notice notice, Instant now) {
        return now.isAfter(notice.at().plus(giveUp));
    }

    private static Call last(Call call, Notice notice) {
        String text = call.result() + ", given up after " + (notice.failed() + 1) + " calls";
        return new Call(call.event(), call.at(), text, call.milliseconds());
    }

    private Duration pause(int failedBefore, double random) {
        Duration pause = pauses.get(Math.min(failedBefore, pauses.size() - 1));
        return Duration.ofMillis(Math.round(pause.toMillis() * (1 - SPREAD + 2 * SPREAD * random)));
    }
}
