package dev.parley.multitalk.pipeline;

import static java.util.Objects.requireNonNull;

import dev.parley.plan.Size;

/**
 * The end of a window, which the next one begins with: all that has to be kept to go on with a video later or elsewhere.
 *
 * @param values (3, frames, height, width) in [-1, 1]; owned by the record, not to be changed
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
