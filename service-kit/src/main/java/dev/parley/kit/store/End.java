package dev.parley.kit.store;

import dev.parley.contracts.Fault;
import java.time.Instant;

/**
 * How a job was given up. Kept in the store from before anybody is told.
 *
 * @param told whether the dead letter and the event are out
 */
public record End(Fault fault, String message, int attempts, Instant at, boolean told) {
    /** One that nobody was told of yet. */
    public static End of(Fault fault, String message, int attempts, Instant at) {
        return new End(fault, message, attempts, at, false);
    }

    public End afterTelling() {
        return new End(fault, message, attempts, at, true);
    }
}
