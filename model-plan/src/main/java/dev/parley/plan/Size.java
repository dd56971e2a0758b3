package dev.parley.plan;

/** A height and a width in pixels, in that order as everywhere in the model. */
public record Size(int height, int width) {
    public Size {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("A size is at least 1x1, not %dx%d".formatted(height, width));
        }
    }

    @Override
    public String toString() {
        return height + "x" + width;
    }
}
