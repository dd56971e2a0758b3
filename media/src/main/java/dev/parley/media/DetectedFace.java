package dev.parley.media;

/**
 * A face that looks at the camera, more or less: the square from the brows to the chin, in pixels of its picture.
 *
 * @param x of its left edge
 * @param y of its upper edge
 */
public record DetectedFace(int x, int y, int width, int height) {
    public DetectedFace {
        if (x < 0 || y < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "A face lies in its picture and is not empty, found %dx%d at %d,%d".formatted(width, height, x, y));
        }
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

    /** The same face in the same picture of another size. */
    public DetectedFace scaled(double by) {
        int left = (int) Math.round(x * by);
        int top = (int) Math.round(y * by);
        return new DetectedFace(left, top, (int) Math.max(1, Math.round(right() * by) - left), (int)
                Math.max(1, Math.round(bottom() * by) - top));
    }
}
