package dev.parley.plan;

/**
 * Where a speaker is, in pixels of the source picture; the lower bounds are inside, the upper ones outside.
 * The reference's input files give the same four numbers in the same order under the names x_min, y_min, x_max, y_max,
 * but use them as rows and columns.
 */
public record SpeakerBox(double rowMin, double columnMin, double rowMax, double columnMax) {
    public SpeakerBox {
        // Truncated: what is left of the box in whole pixels is what counts.
        if (!((int) rowMin < (int) rowMax) || !((int) columnMin < (int) columnMax)) {
            throw new IllegalArgumentException(
                    "A speaker's box has at least one pixel: rows %s to %s, columns %s to %s have none"
                            .formatted(rowMin, rowMax, columnMin, columnMax));
        }
        if (rowMin < 0 || columnMin < 0) {
            throw new IllegalArgumentException(
                    "A speaker's box begins at row %s, column %s, outside of the picture".formatted(rowMin, columnMin));
        }
    }

    boolean contains(int row, int column) {
        return row >= (int) rowMin && row < (int) rowMax && column >= (int) columnMin && column < (int) columnMax;
    }
}
