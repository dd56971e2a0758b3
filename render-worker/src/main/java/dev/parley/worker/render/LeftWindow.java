package dev.parley.worker.render;

import static java.util.Objects.requireNonNull;

/**
 * A window that was left between two of its steps, so that another attempt can go on from there.
 *
 * @param rest what the engine's remaining steps need besides the state before the window; its next frame is the window's first
 * @param take which noise: 0, or that of {@link RenderSession#renderAgain}
 * @param step the one that comes next, from 1
 */
public record LeftWindow(WindowState rest, int take, int step) {
    public LeftWindow {
        requireNonNull(rest, "rest");
        if (take < 0 || step < 1) {
            throw new IllegalArgumentException(
                    "A window is left before step 1 or later, not %d of take %d".formatted(step, take));
        }
    }
}
