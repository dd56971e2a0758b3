package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

import dev.parley.plan.Size;

/**
 * The last frames of a window, with which the next one starts: all the state needed to resume a video later or elsewhere.
 *
 * @param values (3, frames, height, width) in [-1, 1]; owned by the record, must not be changed
 */
public record MotionFrames(Size size, int frames, float[] values) {
    public MotionFrames {
        requireNonNull(size, "size");
        if (values.length != 3L * frames * size.height() * size.width()) {
            throw new IllegalArgumentException("%d frames of %s have %d values, not %d"
                    .formatted(frames, size, 3L * frames * size.height() * size.width(), values.length));
        }
    }
}
