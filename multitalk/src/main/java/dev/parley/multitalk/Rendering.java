package dev.parley.multitalk;

import dev.parley.plan.WindowPlan;

/**
 * A video being rendered window by window. What all windows share is computed once, when {@link MultiTalk#prepare} returns;
 * a window depends on that and on the {@link MotionFrames} of the previous window only, so another process can resume the
 * video. Not thread-safe.
 *
 * <p>Memory beyond the weights peaks while a window's frames are decoded. With multitalk-tiny at 192x192, 81 frames in
 * float32, the whole process stays below 1 GB.
 */
public interface Rendering extends AutoCloseable {
    /** How the video is divided into windows. */
    WindowPlan plan();

    /** The steps of every window in which TeaCache skips the blocks; none if TeaCache is off. */
    SkipPlan skips();

    /**
     * Renders a window.
     *
     * @param index of the window, from 0; windows may be rendered in any order
     * @param before the motion frames of the previous window; not read for window 0, where it may be null
     * @throws IndexOutOfBoundsException if the plan has no such window
     * @throws IllegalArgumentException if {@code before} is missing or has another size or number of frames than the plan
     * @throws OutOfDeviceMemory if the device is too small; the model stays usable
     */
    default RenderedWindow window(int index, MotionFrames before, RenderListener listener) {
        return window(index, 0, before, listener);
    }

    /**
     * As {@link #window(int, MotionFrames, RenderListener)}, with other noise.
     *
     * @param take which noise: 0 is that of {@link #window(int, MotionFrames, RenderListener)}; not negative
     */
    RenderedWindow window(int index, int take, MotionFrames before, RenderListener listener);

    /**
     * Goes on with a window that was left, to the same bits.
     *
     * @throws IndexOutOfBoundsException if the plan has no such window
     * @throws IllegalArgumentException if {@code before} does not fit, or {@code from} is of a window with other sizes,
     *     steps or guidance
     * @throws OutOfDeviceMemory if the device is too small; the model stays usable
     */
    RenderedWindow resume(UnfinishedWindow from, MotionFrames before, RenderListener listener);

    /** Frees what the windows share. The model stays open. */
    @Override
    void close();
}
