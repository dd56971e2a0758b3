package dev.parley.multitalk;

/** A window was left between two steps, as {@link RenderListener#leaves} asked. */
public final class WindowLeftException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient UnfinishedWindow window;

    public WindowLeftException(UnfinishedWindow window) {
        super("Window %d was left before step %d".formatted(window.index(), window.step()));
        this.window = window;
    }

    /** What {@link Rendering#resume} goes on from. */
    public UnfinishedWindow window() {
        return window;
    }
}
