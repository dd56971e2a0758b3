package dev.parley.media;

import java.time.Duration;

/**
 * How much a file may ask of us before we refuse it.
 *
 * @param maxBytes size of the file
 * @param minSide shortest side of a picture, in pixels
 * @param maxSide longest side of a picture, in pixels
 * @param maxPixels width times height of a picture
 * @param minDuration of a recording
 * @param maxDuration of a recording
 */
public record Limits(
        long maxBytes, int minSide, int maxSide, long maxPixels, Duration minDuration, Duration maxDuration) {
    public static final Limits DEFAULT =
            new Limits(200L << 20, 64, 16_384, 64_000_000, Duration.ofMillis(200), Duration.ofMinutes(30));
}
