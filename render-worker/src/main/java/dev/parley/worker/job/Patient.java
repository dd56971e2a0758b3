package dev.parley.worker.job;

import dev.parley.contracts.Fault;
import dev.parley.kit.Patience;
import dev.parley.worker.claim.Stop;
import java.util.concurrent.Callable;

/** Calls neighbours for an attempt: waits for those that are away, unless the attempt has to stop. */
final class Patient {
    private final Patience patience;
    private final Stop stop;

    Patient(Patience patience, Stop stop) {
        this.patience = patience;
        this.stop = stop;
    }

    private record Answer<T>(T value, Exception failure) {}

    /**
     * Calls until it succeeds or fails for a reason that waiting does not mend.
     *
     * @param wish what is waited for, for the message
     */
    <T> T until(String wish, Callable<T> call) throws Exception {
        Answer<T> answer = stop.interruptibly(() -> patience.until(wish, () -> ask(call)));
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
