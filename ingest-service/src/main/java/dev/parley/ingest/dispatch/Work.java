package dev.parley.ingest.dispatch;

import dev.parley.contracts.JobState;
import dev.parley.contracts.RenderRequest.Engine;
import java.nio.ByteBuffer;

/**
 * What is known of a job's size before it is rendered; null where it is not.
 *
 * @param amount as {@link JobState.Intake#work} counts it
 */
record Work(Engine engine, Integer width, Integer height, Integer frames, Long amount) {
    private static final int UNKNOWN = -1;

    static Work of(JobState job) {
        return new Work(
                job.engine(),
                job.width(),
                job.height(),
                job.frames(),
                job.intake() == null ? null : job.intake().work());
    }

    static Work read(byte[] bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        byte engine = from.get();
        return new Work(
                engine == UNKNOWN ? null : Engine.values()[engine],
                number(from.getInt()),
                number(from.getInt()),
                number(from.getInt()),
                amount(from.getLong()));
    }

    byte[] bytes() {
        return ByteBuffer.allocate(1 + 3 * Integer.BYTES + Long.BYTES)
                .put((byte) (engine == null ? UNKNOWN : engine.ordinal()))
                .putInt(number(width, UNKNOWN))
                .putInt(number(height, UNKNOWN))
                .putInt(number(frames, UNKNOWN))
                .putLong(amount == null ? UNKNOWN : amount)
                .array();
    }

    private static int number(Integer known, int otherwise) {
        return known == null ? otherwise : known;
    }

    private static Integer number(int written) {
        return written == UNKNOWN ? null : Integer.valueOf(written);
    }

    private static Long amount(long written) {
        return written == UNKNOWN ? null : Long.valueOf(written);
    }
}
