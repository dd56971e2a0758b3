package dev.parley.worker.job;

import dev.parley.contracts.Fault;

/** So many workers died over a job that another one is not risked. */
final class PoisonException extends FaultException {
    PoisonException(String message) {
        super(Fault.INTERNAL, message);
    }
}
