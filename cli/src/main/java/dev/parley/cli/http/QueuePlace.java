package dev.parley.cli.http;

import java.util.Locale;

/**
 * Where a job stands in the farm's queue.
 *
 * @param place from 1
 * @param startsInSeconds a guess; null where the farm cannot make one
 */
public record QueuePlace(int place, Double startsInSeconds) {
    /** As {@code place 12 in the queue, begins in about 4 min}. */
    public String words() {
        String where = "place %d in the queue".formatted(place);
        return startsInSeconds == null ? where : where + ", begins in about " + span(Math.round(startsInSeconds));
    }

    private static String span(long seconds) {
        if (seconds < 90) {
            return seconds + " s";
        }
        return seconds < 5_400
                ? "%d min".formatted(Math.round(seconds / 60.0))
                : String.format(Locale.ROOT, "%.1f h", seconds / 3_600.0);
    }
}
