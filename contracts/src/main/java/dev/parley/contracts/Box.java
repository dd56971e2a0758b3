package dev.parley.contracts;

import dev.parley.plan.SpeakerBox;

/**
 * A rectangle in the picture as it was given, from its top left corner.
 *
 * @param unit of all four numbers; null for pixels, which {@link BoxUnit#PIXEL} becomes: said or not, it is the same
 */
public record Box(double x, double y, double width, double height, BoxUnit unit) {
    public Box {
        unit = unit == BoxUnit.PIXEL ? null : unit;
    }

    /** In pixels. */
    public Box(double x, double y, double width, double height) {
        this(x, y, width, height, null);
    }

    /**
     * The same box in pixels of a picture. Edges given as fractions are rounded to whole pixels, each by itself, so
     * boxes that share an edge still do.
     */
    public Box inPixels(int pictureWidth, int pictureHeight) {
        if (unit == null) {
            return this;
        }
        long left = Math.round(x * pictureWidth);
        long top = Math.round(y * pictureHeight);
        return new Box(
                left, top, Math.round(right() * pictureWidth) - left, Math.round(bottom() * pictureHeight) - top);
    }

    /** Where it ends; outside. */
    public double right() {
        return x + width;
    }

    /** Where it ends; outside. */
    public double bottom() {
        return y + height;
    }

    /**
     * In rows and columns, as the model takes it.
     *
     * @throws IllegalArgumentException if there is no whole pixel in it
     * @throws IllegalStateException if it is not in pixels
     */
    public SpeakerBox toSpeakerBox() {
        if (unit != null) {
            throw new IllegalStateException("A box in fractions has no pixels before its picture is known: " + this);
        }
        return new SpeakerBox(y, x, bottom(), right());
    }
}
