package dev.parley.multitalk.image;

import static java.util.Objects.requireNonNull;

import dev.parley.plan.Size;

/**
 * An RGB picture of 8 bits a channel.
 *
 * @param size height and width in pixels
 * @param rgb (height, width, 3), rows from the top, red first; owned by the picture, not to be changed
 */
public record RgbImage(Size size, byte[] rgb) {
    public RgbImage {
        requireNonNull(size, "size");
        if (rgb.length != 3L * size.height() * size.width()) {
            throw new IllegalArgumentException("A picture of %s has %d bytes, not %d"
                    .formatted(size, 3L * size.height() * size.width(), rgb.length));
        }
    }
}
