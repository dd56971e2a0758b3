package dev.parley.media;

import static java.util.Objects.requireNonNull;

/**
 * A face that looks at the camera, more or less: the square from the brows to the chin, in pixels of its picture.
 *
 * @param x of its left edge
 * @param y of its upper edge
 * @param leftEye as seen in the picture; where faces have it, if it was not seen
 * @param rightEye likewise
 */
public record DetectedFace(int x, int y, int width, int height, Spot leftEye, Spot rightEye) {
    /** Where eyes are in the square that the cascade finds, if nothing is known of them. */
    static final double EYE_BESIDE = 0.31;

    static final double EYE_BELOW = 0.37;

    /** A place in the picture. */
    public record Spot(double x, double y) {
        Spot scaled(double by) {
            return new Spot(x * by, y * by);
        }
    }

    public DetectedFace {
        if (x < 0 || y < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "A face lies in its picture and is not empty, found %dx%d at %d,%d".formatted(width, height, x, y));
        }
        requireNonNull(leftEye, "leftEye");
        requireNonNull(rightEye, "rightEye");
    }

    /** Of which no eyes were seen. */
    public DetectedFace(int x, int y, int width, int height) {
        this(
                x,
                y,
                width,
                height,
                new Spot(x + EYE_BESIDE * width, y + EYE_BELOW * height),
                new Spot(x + (1 - EYE_BESIDE) * width, y + EYE_BELOW * height));
    }

    /** Of its middle. */
    public double middleX() {
        return x + width / 2.0;
    }

    /** Of its middle. */
    public double middleY() {
        return y + height / 2.0;
    }

    /** Where it ends; outside. */
    public int right() {
        return x + width;
    }

    /** Where it ends; outside. */
    public int bottom() {
        return y + height;
    }

    /** Whether the middle of one lies in the other: no two people are that close. */
    boolean overlaps(DetectedFace other) {
        return Math.abs(middleX() - other.middleX()) < Math.max(width, other.width) / 2.0
                && Math.abs(middleY() - other.middleY()) < Math.max(height, other.height) / 2.0;
    }

    /** The same face in the same picture of another size. */
    public DetectedFace scaled(double by) {
        int left = (int) Math.round(x * by);
        int top = (int) Math.round(y * by);
        return new DetectedFace(
                left,
                top,
                (int) Math.max(1, Math.round(right() * by) - left),
                (int) Math.max(1, Math.round(bottom() * by) - top),
                leftEye.scaled(by),
                rightEye.scaled(by));
    }
}
