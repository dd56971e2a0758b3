package dev.parley.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where a speaker is, in pixels of the source picture; the lower bounds are inside, the upper ones outside.
 * The reference's input files give the same four numbers in the same order under the names x_min, y_min, x_max, y_max,
 * but use them as rows and columns.
 */
public record SpeakerBox(double rowMin, double columnMin, double rowMax, double columnMax) {
    public SpeakerBox {
        if (!holdsPixels(rowMin, columnMin, rowMax, columnMax)) {
            throw new IllegalArgumentException(
                    "A speaker's box has at least one pixel: rows %s to %s, columns %s to %s have none"
                            .formatted(rowMin, rowMax, columnMin, columnMax));
        }
        if (rowMin < 0 || columnMin < 0) {
            throw new IllegalArgumentException(
                    "A speaker's box begins at row %s, column %s, outside of the picture".formatted(rowMin, columnMin));
        }
    }

    /** Whether there is a pixel in such a box: numbers are truncated, what is left in whole pixels is what counts. */
    public static boolean holdsPixels(double rowMin, double columnMin, double rowMax, double columnMax) {
        return (int) rowMin < (int) rowMax && (int) columnMin < (int) columnMax;
    }

    /**
     * The boxes of several people as the model takes them: who has none of their own gets their share of the picture's
     * width. None if nobody has one.
     *
     * @param own of each person, from left to right
     */
    public static List<SpeakerBox> orShares(List<Optional<SpeakerBox>> own, Size picture) {
        if (own.stream().allMatch(Optional::isEmpty)) {
            return List.of();
        }
        double share = (double) picture.width() / own.size();
        return IntStream.range(0, own.size())
                .mapToObj(i ->
                        own.get(i).orElseGet(() -> new SpeakerBox(0, i * share, picture.height(), (i + 1) * share)))
                .toList();
    }

    boolean contains(int row, int column) {
        return row >= (int) rowMin && row < (int) rowMax && column >= (int) columnMin && column < (int) columnMax;
    }
}
