package dev.parley.multitalk.audio;

import java.util.Arrays;

/**
 * Two people's tracks, equally long, and what is heard of both. For a person who says nothing take {@link #silence} as
 * long as the other's track.
 *
 * @param first person 1's samples
 * @param second person 2's samples
 * @param sum the video's sound; may leave [-1, 1]
 */
public record Dialogue(float[] first, float[] second, float[] sum) {
    /**
     * Both at the same time; the reference calls it {@code para}.
     *
     * @throws IllegalArgumentException when one is longer
     */
    public static Dialogue together(float[] first, float[] second) {
        if (first.length != second.length) {
            throw new IllegalArgumentException(
                    "People who speak at the same time need tracks of one length, these have %d and %d samples"
                            .formatted(first.length, second.length));
        }
        float[] sum = new float[first.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = first[i] + second[i];
        }
        return new Dialogue(first, second, sum);
    }

    /** Person 1, then person 2, each silent while the other speaks; the reference calls it {@code add}. */
    public static Dialogue inTurns(float[] first, float[] second) {
        int length = Math.addExact(first.length, second.length);
        float[] delayed = new float[length];
        System.arraycopy(second, 0, delayed, first.length, second.length);
        return together(Arrays.copyOf(first, length), delayed);
    }

    public static float[] silence(int samples) {
        return new float[samples];
    }
}
