package dev.parley.multitalk.audio;

import java.util.Arrays;

/**
 * Two people's tracks, equally long, and what is heard of both. For a person who says nothing take
 * {@link Speech#silence} as long as the other's track.
 *
 * @param first person 1's voice
 * @param second person 2's voice
 * @param sum the video's sound; may leave [-1, 1]
 */
public record Dialogue(Speech first, Speech second, float[] sum) {
    /**
     * Both at the same time; the reference calls it {@code para}.
     *
     * @throws IllegalArgumentException when one is longer
     */
    public static Dialogue together(Speech first, Speech second) {
        if (first.length() != second.length()) {
            throw new IllegalArgumentException(
                    "People who speak at the same time need tracks of one length, these have %d and %d samples"
                            .formatted(first.length(), second.length()));
        }
        float[] sum = new float[first.length()];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = first.samples()[i] + second.samples()[i];
        }
        return new Dialogue(first, second, sum);
    }

    /** Person 1, then person 2, each silent while the other speaks; the reference calls it {@code add}. */
    public static Dialogue inTurns(Speech first, Speech second) {
        int length = Math.addExact(first.length(), second.length());
        float[] delayed = new float[length];
        System.arraycopy(second.samples(), 0, delayed, first.length(), second.length());
        return together(Speech.ofPrepared(Arrays.copyOf(first.samples(), length)), Speech.ofPrepared(delayed));
    }
}
