package dev.parley.multitalk;

import java.util.Arrays;

/**
 * Two people's tracks of equal length, and their sum. For a person who says nothing, use {@link Speech#silence} of the
 * other track's length.
 *
 * @param first person 1's voice
 * @param second person 2's voice
 * @param sum the video's sound; may exceed [-1, 1]
 */
public record Dialogue(Speech first, Speech second, float[] sum) {
    /**
     * Both speak at the same time; {@code para} in the reference.
     *
     * @throws IllegalArgumentException if one is longer
     */
    public static Dialogue together(Speech first, Speech second) {
        if (first.length() != second.length()) {
            throw new IllegalArgumentException(
                    "Tracks spoken at the same time must have the same length, these have %d and %d samples"
                            .formatted(first.length(), second.length()));
        }
        float[] sum = new float[first.length()];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = first.samples()[i] + second.samples()[i];
        }
        return new Dialogue(first, second, sum);
    }

    /** Person 1 speaks, then person 2; each is silent while the other speaks; {@code add} in the reference. */
    public static Dialogue inTurns(Speech first, Speech second) {
        int length = Math.addExact(first.length(), second.length());
        float[] delayed = new float[length];
        System.arraycopy(second.samples(), 0, delayed, first.length(), second.length());
        return together(Speech.ofPrepared(Arrays.copyOf(first.samples(), length)), Speech.ofPrepared(delayed));
    }
}
