package dev.parley.media;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Memory outside of the heap for what is being decoded, of a process: a file of a few kilobytes may unpack to hundreds of
 * megabytes, and those who send such files send several at once. Who finds too little free waits; what would take more
 * than all has all of it. One thread must not ask for a second room while it has one.
 */
final class DecodingRoom implements AutoCloseable {
    /** The largest picture that is allowed by default, as decoders hold it and as it is converted. */
    static final int ALL_MIB = 768;

    private static final long PATIENCE_SECONDS = 30;
    private static final Semaphore FREE = new Semaphore(ALL_MIB, true);

    private final int mib;

    private DecodingRoom(int mib) {
        this.mib = mib;
    }

    /** @throws NoRoomException when nothing becomes free for long */
    static DecodingRoom take(long bytes) {
        int mib = (int) Math.min(ALL_MIB, 1 + (bytes >> 20));
        try {
            if (FREE.tryAcquire(mib, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return new DecodingRoom(mib);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new NoRoomException("no room for %d MiB beside what is being decoded".formatted(mib));
    }

    static int freeMib() {
        return FREE.availablePermits();
    }

    @Override
    public void close() {
        FREE.release(mib);
    }
}
