package dev.parley.worker.render;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.Device;
import java.util.Optional;

/** An engine at work on one job. All calls come from one thread. */
public interface RenderSession extends AutoCloseable {
    /**
     * Renders a window and gives its new frames, in order and none twice, to {@code sink}. The same chunk and the same
     * {@code before} give the same frames and the same answer, bit by bit, in any process.
     *
     * @param chunk the frames to add; chunks are asked for in order, but the first one asked for may be any
     * @param before what the window before handed over; null for the first window of the video
     * @return what the next window starts from; never null, also after the last
     * @throws InterruptedException when the sink's thread was interrupted
     */
    WindowState render(ChunkPlan.Chunk chunk, WindowState before, WindowSink sink) throws InterruptedException;

    /** Whether windows depend on noise, so that other noise gives another window. */
    default boolean usesNoise() {
        return false;
    }

    /**
     * As {@link #render}, with other noise, which is the same for the same {@code take} in any process.
     *
     * @param take from 1
     * @throws UnsupportedOperationException where there is no noise
     */
    default WindowState renderAgain(ChunkPlan.Chunk chunk, WindowState before, int take, WindowSink sink)
            throws InterruptedException {
        throw new UnsupportedOperationException("This engine renders each window in one way only");
    }

    /** Whether windows can be left between steps: whether {@link WindowSink#leaves} is asked. */
    default boolean leavesWindows() {
        return false;
    }

    /**
     * Renders the rest of a window that was left; frames and answer are those of one that was not.
     *
     * @throws IllegalArgumentException if {@code from} is none of this window, before anything is given to {@code sink}
     * @throws UnsupportedOperationException where windows cannot be left
     */
    default WindowState resume(ChunkPlan.Chunk chunk, WindowState before, LeftWindow from, WindowSink sink)
            throws InterruptedException {
        throw new UnsupportedOperationException("This engine leaves no windows");
    }

    /** Whether a window's steps are followed by a long {@link dev.parley.contracts.Phase#DECODING} phase. */
    default boolean decodes() {
        return false;
    }

    /** The GPU that it renders on, as it was some seconds ago; empty on a CPU. Returns at once. */
    default Optional<Device> device() {
        return Optional.empty();
    }

    @Override
    void close();
}
