package dev.parley.worker.render;

import dev.parley.contracts.Phase;
import dev.parley.media.Picture;

/** Where an engine puts what it makes. Any call may throw to say that the work has to stop; let it pass. */
public interface WindowSink {
    /** Takes the next new frame, with its bytes: do not write to them afterwards. May wait until there is room. */
    void frame(Picture frame) throws InterruptedException;

    /** Step {@code step} of {@code steps} of this window is done, from 1. Call it often: this is where a job can be stopped. */
    void step(int step, int steps);

    /** What this window is at from now on, where it is not steps from the beginning to the end. */
    default void phase(Phase phase) {}

    /** Of the steps of this window, which is done, TeaCache left out {@code skipped}. Not said where it is off. */
    default void teaCache(int computed, int skipped) {}

    /** Whether the window is to be left before its next step. Asked by engines that can, at such steps only. */
    default boolean leaves() {
        return false;
    }

    /**
     * Takes a window that is left.
     *
     * @return what the engine is to throw next
     */
    default RuntimeException left(LeftWindow window) {
        throw new UnsupportedOperationException("Nobody wanted the window to be left");
    }

    /** Between steps, where they take long: throws if the work has to stop. */
    default void check() {}
}
