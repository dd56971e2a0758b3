package dev.parley.worker.claim;

import static java.util.Objects.requireNonNull;

import dev.parley.kit.kafka.KafkaConnection;
import java.time.Duration;

/**
 * How a worker claims.
 *
 * @param kafka how the brokers are reached
 * @param worker the worker's name, as brokers see it
 * @param grace how long a claim's work may still run after it was asked to stop for a shutdown
 */
public record ClaimSettings(KafkaConnection kafka, String group, String topic, String worker, Duration grace) {
    public ClaimSettings {
        requireNonNull(kafka, "kafka");
        requireNonNull(group, "group");
        requireNonNull(topic, "topic");
        requireNonNull(worker, "worker");
        requireNonNull(grace, "grace");
    }
}
