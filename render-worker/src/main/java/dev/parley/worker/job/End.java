package dev.parley.worker.job;

import dev.parley.contracts.Fault;
import java.time.Instant;

/**
 * How a job was given up. Kept in the store from before anybody is told.
 *
 * @param told whether the dead letter and the event are out
 */
record End(Fault fault, String message, int attempts, Instant at, boolean told) {
    End afterTelling() {
        return new End(fault, message, attempts, at, true);
    }
}
