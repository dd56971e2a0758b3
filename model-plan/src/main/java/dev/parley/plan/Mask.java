package dev.parley.plan;

import static java.util.Objects.requireNonNull;

/**
 * Pixels of a picture that belong to something.
 *
 * @param inside (height * width), row after row; owned by the mask, not to be changed
 */
public record Mask(Size size, boolean[] inside) {
    public Mask {
        requireNonNull(size, "size");
        if (inside.length != size.height() * size.width()) {
            throw new IllegalArgumentException(
                    "A mask of %s has %d pixels, not %d".formatted(size, size.height() * size.width(), inside.length));
        }
    }

    public boolean at(int row, int column) {
        return inside[row * size.width() + column];
    }

    public boolean isEmpty() {
        return area() == 0;
    }

    /** How many pixels are inside. */
    public int area() {
        int area = 0;
        for (boolean pixel : inside) {
            area += pixel ? 1 : 0;
        }
        return area;
    }

    /** Scaled to cover {@code target}, nearest pixel, and cut to its centre. */
    public Mask cover(Size target) {
        Cover cover = Cover.of(size, target);
        return sample(target, cover.scaled(), cover.top(), cover.left());
    }

    /** Scaled to {@code target}, nearest pixel. */
    public Mask resize(Size target) {
        return sample(target, target, 0, 0);
    }

    private Mask sample(Size target, Size scaled, int top, int left) {
        boolean[] out = new boolean[target.height() * target.width()];
        for (int y = 0; y < target.height(); y++) {
            int row = nearest(y + top, size.height(), scaled.height());
            for (int x = 0; x < target.width(); x++) {
                out[y * target.width() + x] = at(row, nearest(x + left, size.width(), scaled.width()));
            }
        }
        return new Mask(target, out);
    }

    /** PyTorch's nearest: the ratio is a float32, and so is its product with the index. */
    private static int nearest(int index, int in, int out) {
        return Math.min((int) Math.floor(index * ((float) in / out)), in - 1);
    }
}
