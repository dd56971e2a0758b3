package dev.parley.ingest.disk;

import dev.parley.contracts.JobId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** Puts keys together whose order is that of their parts. */
public final class Key {
    /** What a time takes. */
    public static final int TIME_BYTES = Long.BYTES + Integer.BYTES;
    /** What a job's id takes. */
    public static final int JOB_BYTES = 2 * Long.BYTES;

    private static final int USUAL = 48;

    private ByteBuffer bytes = ByteBuffer.allocate(USUAL);

    public Key small(int number) {
        room(1).put((byte) number);
        return this;
    }

    public Key number(int number) {
        room(Integer.BYTES).putInt(number ^ Integer.MIN_VALUE);
        return this;
    }

    /** Texts are ordered by length, which nobody should need; equal ones are together. */
    public Key text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length).room(utf8.length).put(utf8);
        return this;
    }

    /** The oldest first. */
    public Key oldest(Instant time) {
        room(TIME_BYTES).putLong(time.getEpochSecond() ^ Long.MIN_VALUE).putInt(time.getNano());
        return this;
    }

    public Key job(JobId job) {
        UUID id = UUID.fromString(job.value());
        room(JOB_BYTES).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        return this;
    }

    /** The newest first, and of those of one time the last id. */
    public Key newest(Instant time, JobId job) {
        UUID id = UUID.fromString(job.value());
        room(TIME_BYTES + JOB_BYTES)
                .putLong(~(time.getEpochSecond() ^ Long.MIN_VALUE))
                .putInt(~time.getNano())
                .putLong(~id.getMostSignificantBits())
                .putLong(~id.getLeastSignificantBits());
        return this;
    }

    public byte[] bytes() {
        byte[] key = new byte[bytes.position()];
        bytes.flip().get(key);
        return key;
    }

    /** The time that {@link #oldest} wrote so far from the start. */
    public static Instant oldestAt(byte[] key, int from) {
        ByteBuffer part = ByteBuffer.wrap(key, from, TIME_BYTES);
        return Instant.ofEpochSecond(part.getLong() ^ Long.MIN_VALUE, part.getInt());
    }

    /** The time that {@link #newest} wrote so far from the start. */
    public static Instant newestAt(byte[] key, int from) {
        ByteBuffer part = ByteBuffer.wrap(key, from, TIME_BYTES);
        return Instant.ofEpochSecond(~part.getLong() ^ Long.MIN_VALUE, ~part.getInt());
    }

    /** The job that {@link #job} wrote so far from the start. */
    public static JobId jobAt(byte[] key, int from) {
        ByteBuffer part = ByteBuffer.wrap(key, from, JOB_BYTES);
        return new JobId(new UUID(part.getLong(), part.getLong()).toString());
    }

    /** The job that {@link #newest} wrote so far from the start, after the time. */
    public static JobId newestJobAt(byte[] key, int from) {
        ByteBuffer part = ByteBuffer.wrap(key, from, JOB_BYTES);
        return new JobId(new UUID(~part.getLong(), ~part.getLong()).toString());
    }

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            bytes = ByteBuffer.allocate(2 * (bytes.capacity() + more)).put(bytes.flip());
        }
        return bytes;
    }
}
