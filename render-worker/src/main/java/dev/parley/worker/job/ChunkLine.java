package dev.parley.worker.job;

import dev.parley.contracts.ChunkPlan;
import dev.parley.media.Picture;
import dev.parley.worker.render.HandOver;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Carries frames from the thread that renders to the one that makes chunks of them, so that a window is encoded, uploaded
 * and committed while the next ones render. Holds so many frames and no more: who renders faster waits. What goes wrong
 * on the far side is thrown on the near side by the next call.
 */
final class ChunkLine implements AutoCloseable {
    private static final long GLANCE_MILLIS = 50;

    private final BlockingQueue<Item> items;
    private final ChunkWriter writer;
    private final Thread thread;
    private volatile Throwable failure;
    private volatile boolean aborted;

    /** What travels on the line. */
    private sealed interface Item {
        record Begin(ChunkPlan.Chunk chunk) implements Item {}

        record Frame(Picture picture) implements Item {}

        record End(HandOver next) implements Item {}

        record Finish() implements Item {}
    }

    ChunkLine(ChunkWriter writer, int framesInFlight) {
        this.writer = writer;
        this.items = new ArrayBlockingQueue<>(framesInFlight);
        this.thread = new Thread(this::run, "chunks");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    void begin(ChunkPlan.Chunk chunk) throws InterruptedException {
        put(new Item.Begin(chunk));
    }

    void frame(Picture picture) throws InterruptedException {
        put(new Item.Frame(picture));
    }

    void end(HandOver next) throws InterruptedException {
        put(new Item.End(next));
    }

    /** Returns when every chunk that was ended is committed; one that was only begun is dropped. */
    void finish() throws InterruptedException {
        put(new Item.Finish());
        thread.join();
        throwFailure();
    }

    private void put(Item item) throws InterruptedException {
        do {
            throwFailure();
        } while (!items.offer(item, GLANCE_MILLIS, TimeUnit.MILLISECONDS));
    }

    private void throwFailure() {
        Throwable found = failure;
        if (found instanceof RuntimeException e) {
            throw e;
        }
        if (found instanceof Error e) {
            throw e;
        }
        if (found != null) {
            throw new FaultException(FaultException.of(found), String.valueOf(found.getMessage()), found);
        }
    }

    private void run() {
        try (writer) {
            boolean more = true;
            while (more && !aborted) {
                Item item = items.poll(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
                more = item == null || work(item);
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    private boolean work(Item item) throws Exception {
        if (item instanceof Item.Begin begin) {
            writer.begin(begin.chunk());
        } else if (item instanceof Item.Frame frame) {
            writer.add(frame.picture());
        } else if (item instanceof Item.End end) {
            writer.end(end.next());
        } else {
            writer.awaitCommit();
            return false;
        }
        return true;
    }

    /** Drops what is not committed yet, and returns when the far side has ended. */
    @Override
    public void close() {
        aborted = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
