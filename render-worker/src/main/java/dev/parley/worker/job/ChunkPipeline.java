package dev.parley.worker.job;

import dev.parley.contracts.ChunkPlan;
import dev.parley.media.Picture;
import dev.parley.worker.render.WindowState;
import java.io.IOException;

/**
 * Carries frames from the thread that renders to the one that makes chunks of them, so that a window is encoded, uploaded
 * and committed while the next ones render. Holds so many frames and no more: who renders faster waits. What goes wrong
 * on the far side is thrown on the near side by the next call.
 */
final class ChunkPipeline implements AutoCloseable {
    private final ChunkWriter writer;
    private final SerialTasks tasks;

    ChunkPipeline(ChunkWriter writer, int framesInFlight) {
        this.writer = writer;
        this.tasks = new SerialTasks("chunks", framesInFlight);
    }

    void begin(ChunkPlan.Chunk chunk) throws InterruptedException {
        tasks.add(() -> writer.begin(chunk));
    }

    void frame(Picture picture) throws InterruptedException {
        tasks.add(() -> writer.add(picture));
    }

    /** @param takes how often its window was rendered */
    void end(WindowState next, int takes) throws InterruptedException {
        tasks.add(() -> writer.end(next, takes));
    }

    /** Forgets what was begun last. */
    void drop() throws InterruptedException {
        tasks.add(writer::drop);
    }

    /** Returns when every chunk that was ended is committed; one that was only begun is dropped. */
    void finish() throws InterruptedException {
        tasks.add(writer::awaitCommits);
        tasks.await();
    }

    /** Drops what is not committed yet, and returns when the far side has ended. */
    @Override
    public void close() throws IOException {
        tasks.close();
        writer.close();
    }
}
