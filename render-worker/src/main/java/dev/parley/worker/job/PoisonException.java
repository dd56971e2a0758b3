package dev.parley.worker.job;

import dev.parley.contracts.Fault;
import dev.parley.contracts.JobId;

/** So many workers died over a job that another one is not risked. */
final class PoisonException extends FaultException {
    private PoisonException(Fault fault, String message) {
        super(fault, message);
    }

    /**
     * @param deaths those that {@code tries} counts, less those that turned out to be none
     * @param committed chunks that are safe
     */
    static PoisonException of(Tries tries, int deaths, int committed, JobId job) {
        return tries.hung() == null
                ? new PoisonException(
                        Fault.INTERNAL,
                        "%d workers in a row ended without a word over chunk %d of %s, the latest was %s"
                                .formatted(deaths, committed, job, tries.worker()))
                : new PoisonException(
                        Fault.TIMEOUT,
                        "%d workers in a row had to be ended over chunk %d of %s, the latest was %s: %s"
                                .formatted(deaths, committed, job, tries.worker(), tries.hung()));
    }
}
