package dev.parley.plan;

import static java.util.Objects.requireNonNull;

/** Pixels of a picture that belong to something. Each is looked at when it is asked for: a large picture's mask is small. */
public final class Mask {
    private final Size size;
    private final Region region;

    /** Which pixels are inside. */
    @FunctionalInterface
    interface Region {
        boolean contains(int row, int column);
    }

    Mask(Size size, Region region) {
        this.size = requireNonNull(size, "size");
        this.region = requireNonNull(region, "region");
    }

    /** @param inside (height * width), row after row; owned by the mask, not to be changed */
    public Mask(Size size, boolean[] inside) {
        this(size, (row, column) -> inside[row * size.width() + column]);
        if (inside.length != size.height() * size.width()) {
            throw new IllegalArgumentException(
                    "A mask of %s has %d pixels, not %d".formatted(size, size.height() * size.width(), inside.length));
        }
    }

    /** What a box holds. */
    public static Mask of(Size picture, SpeakerBox box) {
        return new Mask(picture, box::contains);
    }

    public Size size() {
        return size;
    }

    public boolean at(int row, int column) {
        return region.contains(row, column);
    }

    /** Its pixels, (height * width), row after row. */
    public boolean[] inside() {
        boolean[] inside = new boolean[size.height() * size.width()];
        for (int i = 0; i < inside.length; i++) {
            inside[i] = at(i / size.width(), i % size.width());
        }
        return inside;
    }

    public boolean isEmpty() {
        for (int row = 0; row < size.height(); row++) {
            for (int column = 0; column < size.width(); column++) {
                if (at(row, column)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** How many pixels are inside. */
    public int area() {
        int area = 0;
        for (boolean pixel : inside()) {
            area += pixel ? 1 : 0;
        }
        return area;
    }

    /** Scaled to cover {@code target}, nearest pixel, and cut to its center. */
    public Mask cover(Size target) {
        Cover cover = Cover.of(size, target);
        return sample(target, cover.scaled(), cover.top(), cover.left());
    }

    /** Scaled to {@code target}, nearest pixel. */
    public Mask resize(Size target) {
        return sample(target, target, 0, 0);
    }

    private Mask sample(Size target, Size scaled, int top, int left) {
        int[] rows = nearest(target.height(), top, size.height(), scaled.height());
        int[] columns = nearest(target.width(), left, size.width(), scaled.width());
        return new Mask(target, (row, column) -> at(rows[row], columns[column]));
    }

    /** PyTorch's nearest: the ratio is a float32, and so is its product with the index. */
    private static int[] nearest(int count, int first, int in, int out) {
        int[] nearest = new int[count];
        for (int i = 0; i < count; i++) {
            nearest[i] = Math.min((int) Math.floor((i + first) * ((float) in / out)), in - 1);
        }
        return nearest;
    }
}
