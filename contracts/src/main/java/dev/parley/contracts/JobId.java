package dev.parley.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** One video somebody asked for. A UUID in its canonical lower-case form, safe in object keys, topics and URLs. */
public record JobId(@JsonValue String value) implements Comparable<JobId> {
    private static final Pattern CANONICAL =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final SecureRandom RANDOM = new SecureRandom();

    @JsonCreator
    public JobId {
        if (value == null || !CANONICAL.matcher(value).matches()) {
            throw new IllegalArgumentException("A job id is a lower-case UUID, not '%s'".formatted(value));
        }
    }

    /** A new id that sorts by time (UUIDv7, RFC 9562). */
    public static JobId create(Instant now) {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return versioned(
                ByteBuffer.wrap(bytes).putLong(0, now.toEpochMilli() << 16 | bytes[6] << 8 & 0xff00 | bytes[7] & 0xff),
                7);
    }

    /** The id of everything that carries the same idempotency key for the same tenant: a repeat is the same job. */
    public static JobId ofIdempotencyKey(String tenant, String key) {
        return named("idempotency\0" + tenant + "\0" + key);
    }

    /** The id of a request that was published to a topic with no id of its own; the same at every redelivery. */
    public static JobId ofRecord(String topic, int partition, long offset) {
        return named("record\0" + topic + "\0" + partition + "\0" + offset);
    }

    /** The id under which a request is refused whose own id went to another; the same however often that is found out. */
    public static JobId ofEvent(String eventId) {
        return named("event\0" + eventId);
    }

    /** The id of the job that repeats this one; the same however often that is asked for. */
    public JobId retry() {
        return named("retry\0" + value);
    }

    /** The id that {@code text} spells, or nothing. */
    public static Optional<JobId> parse(String text) {
        return text != null && CANONICAL.matcher(text).matches() ? Optional.of(new JobId(text)) : Optional.empty();
    }

    @Override
    public int compareTo(JobId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static JobId named(String name) {
        byte[] hash = Sha256.digest().digest(name.getBytes(StandardCharsets.UTF_8));
        return versioned(ByteBuffer.wrap(hash), 8);
    }

    private static JobId versioned(ByteBuffer bits, int version) {
        long high = bits.getLong(0) & ~0xf000L | (long) version << 12;
        long low = bits.getLong(8) & 0x3fffffffffffffffL | 0x8000000000000000L;
        return new JobId(new UUID(high, low).toString());
    }
}
