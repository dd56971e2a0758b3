package dev.parley.worker.job;

import dev.parley.contracts.Fault;
import dev.parley.kit.Backoff;
import dev.parley.worker.claim.Stop;
import java.util.concurrent.Callable;

/** Calls neighbors for an attempt: waits for those that are away, unless the attempt has to stop. */
final class InterruptibleRetry {
    private final Backoff backoff;
    private final Stop stop;

    InterruptibleRetry(Backoff backoff, Stop stop) {
        this.backoff = backoff;
        this.stop = stop;
    }

    private record Answer<T>(T value, Exception failure) {}

    /**
     * Calls until it succeeds or fails for a reason that waiting does not mend.
     *
     * @param wish what is waited for, for the message
     */
    <T> T until(String wish, Callable<T> call) throws Exception {
        Answer<T> answer = stop.interruptibly(() -> backoff.until(wish, () -> ask(call)));
        if (!stop.leavesTime()) {
            stop.check();
        }
        if (answer.failure != null) {
            throw answer.failure;
        }
        return answer.value;
    }

    /** A failure that is thrown is tried again; one that is answered is not. */
    private <T> Answer<T> ask(Callable<T> call) throws Exception {
        try {
            return new Answer<>(call.call(), null);
        } catch (Exception e) {
            if (FaultException.of(e) == Fault.DEPENDENCY && stop.leavesTime()) {
                throw e;
            }
            return new Answer<>(null, e);
        }
    }
}
