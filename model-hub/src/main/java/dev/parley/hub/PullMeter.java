package dev.parley.hub;

import java.time.Duration;
import java.util.Optional;

/** How far a pull is, how fast, and how long the rest takes. Fed by a {@link PullListener}; for several threads. */
public final class PullMeter {
    private static final double SECOND = 1e9;
    /** Seconds over which speed is averaged. */
    private static final double MEMORY = 8;

    private final long total;
    private final long toFetch;
    private long fetched;
    private long ofThisFile;
    private long measuredBytes;
    private long measuredNanos = System.nanoTime();
    private double speed;

    /** @param plan that is carried out from now on */
    public PullMeter(PullPlan plan) {
        total = plan.bytes();
        toFetch = plan.bytesToFetch();
    }

    /** So many bytes came; negative: so many are of no use. */
    public synchronized void add(long count) {
        fetched += count;
        ofThisFile += count;
    }

    /** A file is in its place, whoever brought it. */
    public synchronized void done(PullPlan.PlannedFile file) {
        fetched += file.file().bytes() - file.there() - ofThisFile;
        ofThisFile = 0;
    }

    /** Measures the speed anew if that is due. @return whether it was */
    public synchronized boolean measure(Duration every) {
        double seconds = (System.nanoTime() - measuredNanos) / SECOND;
        if (seconds < every.toMillis() / 1e3) {
            return false;
        }
        double now = (fetched - measuredBytes) / seconds;
        double weight = speed == 0 ? 1 : 1 - Math.exp(-seconds / MEMORY);
        speed += weight * (Math.max(0, now) - speed);
        measuredBytes = fetched;
        measuredNanos = System.nanoTime();
        return true;
    }

    /** Bytes of all files. */
    public long total() {
        return total;
    }

    /** Bytes that are there. */
    public synchronized long there() {
        return Math.max(0, Math.min(total, total - toFetch + fetched));
    }

    /** As last measured; 0 before. */
    public synchronized double bytesPerSecond() {
        return speed;
    }

    /** How long the rest takes at that speed; empty while nothing comes. */
    public synchronized Optional<Duration> left() {
        return speed < 1
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.round(Math.max(0, toFetch - fetched) / speed * 1e3)));
    }
}
