package dev.parley.media;

import static java.util.Objects.requireNonNull;

/** A picture as packed rows of 8-bit RGB: {@code rgb[(y * width + x) * 3 + channel]}. The array is not copied. */
public record Picture(int width, int height, byte[] rgb) {
    public Picture {
        requireNonNull(rgb, "rgb");
        if (width < 1 || height < 1 || rgb.length != width * height * 3) {
            throw new IllegalArgumentException(
                    "A picture of %dx%d has %d bytes, not %d".formatted(width, height, width * height * 3, rgb.length));
        }
    }
}
