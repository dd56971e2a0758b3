package dev.parley.worker.pantomime;

import dev.parley.media.Picture;
import dev.parley.worker.render.Region;

/**
 * Looks for the lips: where the picture is redder and less blue than skin is, after Hsu, Abdel-Mottaleb and Jain, "Face
 * detection in color images" (2002). What has no such place gets its mouth where a portrait usually has it.
 */
final class MouthFinder {
    /** The search looks at a coarse grid: lips are a few cells wide, freckles are none. */
    private static final int CELLS = 80;
    /** How much redder than the average skin lips must be. */
    private static final double CLEARLY = 3.0;

    private final int cellSize;
    private final int columns;
    private final int rows;
    private final double[] redness;
    private final boolean[] skin;

    static Mouth find(Picture still, Region region) {
        return new MouthFinder(still, region).find(region);
    }

    private MouthFinder(Picture still, Region region) {
        cellSize = Math.max(1, Math.min(region.width(), region.height()) / CELLS);
        columns = Math.max(1, region.width() / cellSize);
        rows = Math.max(1, region.height() / cellSize);
        redness = new double[columns * rows];
        skin = new boolean[columns * rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                look(still, region.left() + column * cellSize, region.top() + row * cellSize, row * columns + column);
            }
        }
    }

    private void look(Picture still, int left, int top, int cell) {
        double red = 0;
        double green = 0;
        double blue = 0;
        for (int y = top; y < top + cellSize; y++) {
            for (int x = left; x < left + cellSize; x++) {
                int at = (y * still.width() + x) * 3;
                red += still.rgb()[at] & 0xff;
                green += still.rgb()[at + 1] & 0xff;
                blue += still.rgb()[at + 2] & 0xff;
            }
        }
        int pixels = cellSize * cellSize;
        double cb = 128 + (-0.169 * red - 0.331 * green + 0.5 * blue) / pixels;
        double cr = 128 + (0.5 * red - 0.419 * green - 0.081 * blue) / pixels;
        double luma = (0.299 * red + 0.587 * green + 0.114 * blue) / pixels;
        skin[cell] = luma > 40 && cr > 133 && cr < 195 && cb > 70 && cb < 132;
        redness[cell] = skin[cell] ? cr - 128 - 0.6 * (128 - cb) : 0;
    }

    private Mouth find(Region region) {
        double average = 0;
        int cells = 0;
        for (int i = 0; i < skin.length; i++) {
            if (skin[i]) {
                average += redness[i];
                cells++;
            }
        }
        if (cells < skin.length / 50) {
            return usual(region);
        }
        average /= cells;
        int best = -1;
        double most = 0;
        for (int row = rows / 6; row < rows * 5 / 6; row++) {
            for (int column = columns / 8; column < columns * 7 / 8; column++) {
                double found = (around(row, column) - average) * likely(row, column) * amongSkin(row, column);
                if (found > most) {
                    most = found;
                    best = row * columns + column;
                }
            }
        }
        if (best < 0 || most < CLEARLY) {
            return usual(region);
        }
        return measured(region, best, average);
    }

    /** Mean redness of a spot as lips are: wider than high. */
    private double around(int row, int column) {
        double sum = 0;
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -3; dx <= 3; dx++) {
                int at = at(row + dy, column + dx);
                sum += at < 0 ? 0 : redness[at];
            }
        }
        return sum / 21;
    }

    /** How much skin there is above, below and beside: a face has it, a red jumper has not. */
    private double amongSkin(int row, int column) {
        int count = 0;
        for (int dy = -6; dy <= 6; dy += 2) {
            for (int dx = -6; dx <= 6; dx += 2) {
                int at = at(row + dy, column + dx);
                count += at >= 0 && skin[at] ? 1 : 0;
            }
        }
        return count / 49.0;
    }

    private double likely(int row, int column) {
        double x = (column + 0.5) / columns - 0.5;
        double y = (row + 0.5) / rows - 0.5;
        return StrictMath.exp(-6 * x * x - 5 * y * y);
    }

    private Mouth measured(Region region, int best, double average) {
        int row = best / columns;
        int column = best % columns;
        double edge = average + (around(row, column) - average) / 2;
        int left = column;
        int right = column;
        while (around(row, left - 1) > edge && left > 1) {
            left--;
        }
        while (around(row, right + 1) > edge && right < columns - 2) {
            right++;
        }
        int width = (right - left + 1) * cellSize;
        int shorter = Math.min(region.width(), region.height());
        return new Mouth(
                region.left() + (left + right + 1) * cellSize / 2,
                region.top() + row * cellSize + cellSize / 2,
                Math.max(shorter / 14, Math.min(shorter / 5, width)));
    }

    private static Mouth usual(Region region) {
        int shorter = Math.min(region.width(), region.height());
        return new Mouth(
                region.left() + region.width() / 2, region.top() + region.height() * 16 / 25, Math.max(1, shorter / 6));
    }

    private int at(int row, int column) {
        return row < 0 || column < 0 || row >= rows || column >= columns ? -1 : row * columns + column;
    }
}
