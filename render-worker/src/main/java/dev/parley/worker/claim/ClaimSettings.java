package dev.parley.worker.claim;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a worker claims.
 *
 * @param bootstrap the brokers
 * @param worker the worker's name, as brokers see it
 * @param grace how long a claim's work may still run after it was asked to stop for a shutdown
 */
public record ClaimSettings(String bootstrap, String group, String topic, String worker, Duration grace) {
    public ClaimSettings {
        requireNonNull(bootstrap, "bootstrap");
        requireNonNull(group, "group");
        requireNonNull(topic, "topic");
        requireNonNull(worker, "worker");
        requireNonNull(grace, "grace");
    }
}
