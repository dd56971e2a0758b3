package dev.parley.media;

import java.util.Map;
import java.util.TreeMap;

/** What a run came to. */
final class FuzzFigures {
    private long inputs;
    private long slowest;
    private long slowestMillis = -1;
    private long largest;
    private long largestMib = -1;
    private long lastMib;
    private final Map<Character, Long> accepted = new TreeMap<>();

    /** @param became a letter for each way in: small where the file was refused */
    synchronized void add(long number, long millis, long mib, String became) {
        inputs++;
        lastMib = mib;
        if (millis > slowestMillis) {
            slowestMillis = millis;
            slowest = number;
        }
        if (mib > largestMib) {
            largestMib = mib;
            largest = number;
        }
        for (char way : became.toCharArray()) {
            accepted.merge(Character.toUpperCase(way), Character.isUpperCase(way) ? 1L : 0L, Long::sum);
        }
    }

    synchronized long inputs() {
        return inputs;
    }

    @Override
    public synchronized String toString() {
        return ("%d inputs, accepted as picture, sound, video %s; slowest %d ms of CPU (%d); largest process %d MiB (%d),"
                        + " %d MiB at last")
                .formatted(inputs, accepted, slowestMillis, slowest, largestMib, largest, lastMib);
    }
}
