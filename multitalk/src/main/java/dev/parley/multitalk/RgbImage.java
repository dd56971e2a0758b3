package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

import dev.parley.plan.Size;

/**
 * An RGB picture with 8 bits per channel.
 *
 * @param size height and width in pixels
 * @param rgb (height, width, 3), rows from the top, red first; owned by the picture, must not be changed
 */
public record RgbImage(Size size, byte[] rgb) {
    public RgbImage {
        requireNonNull(size, "size");
        if (rgb.length != 3L * size.height() * size.width()) {
            throw new IllegalArgumentException("A picture of %s must have %d bytes, not %d"
                    .formatted(size, 3L * size.height() * size.width(), rgb.length));
        }
    }
}
