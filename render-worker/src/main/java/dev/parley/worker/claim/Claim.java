package dev.parley.worker.claim;

import static java.util.Objects.requireNonNull;

import dev.parley.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A worker's right to work on a job, while {@link #stop} has not been raised.
 *
 * @param key the record's; null if it has none
 * @param value the record's; the array is not copied
 * @param headers of the record
 * @param deliveries how many times this record has been claimed, this time included
 */
public record Claim(
        String topic,
        int partition,
        long offset,
        String key,
        byte[] value,
        Map<String, byte[]> headers,
        Instant publishedAt,
        int deliveries,
        Stop stop) {
    public Claim {
        requireNonNull(topic, "topic");
        requireNonNull(value, "value");
        requireNonNull(stop, "stop");
        headers = Map.copyOf(headers);
    }

    /** How many times the job has been claimed, from 1: also as a record that was published again. */
    public int attempt() {
        String number = header(Topics.EARLIER_ATTEMPTS);
        return deliveries + (number != null && number.matches("[0-9]{1,6}") ? Integer.parseInt(number) : 0);
    }

    /** Null where the record has no such header. */
    public String header(String name) {
        byte[] value = headers.get(name);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    public String text() {
        return new String(value, StandardCharsets.UTF_8);
    }

    /** The headers of the same record published again: its attempts go on from this one. */
    public Map<String, byte[]> headersToPublishAgain() {
        Map<String, byte[]> again = new HashMap<>(headers);
        again.put(Topics.EARLIER_ATTEMPTS, Integer.toString(attempt()).getBytes(StandardCharsets.UTF_8));
        return again;
    }

    @Override
    public String toString() {
        return "%s-%d@%d attempt %d".formatted(topic, partition, offset, attempt());
    }
}
