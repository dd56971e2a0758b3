package dev.parley.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * How a video is cut into windows. Every window covers {@code windowFrames}, the last one perhaps fewer; each later one
 * begins with the last {@code motionFrames} of the one before.
 *
 * @param frames of the video
 * @param mirroredTails for each person, how many of the last frames of the voice are appended in reverse before the last
 *     window; 0 nearly always, see {@link #reference}
 */
public record WindowPlan(
        int frames, int windowFrames, int motionFrames, List<Window> windows, List<Integer> mirroredTails) {
    /** How much of a window must be saved before it is trimmed: the models were trained on full ones. */
    private static final double WORTH_TRIMMING = 0.15;

    public WindowPlan {
        windows = List.copyOf(windows);
        mirroredTails = List.copyOf(mirroredTails);
    }

    /** {@link #trimmed} or {@link #exact}. */
    public static WindowPlan of(int frames, int windowFrames, int motionFrames, boolean trimLastWindow) {
        return trimLastWindow ? trimmed(frames, windowFrames, motionFrames) : exact(frames, windowFrames, motionFrames);
    }

    /** The video has exactly as many frames as asked for. What the last window makes beyond them is cut off. */
    public static WindowPlan exact(int frames, int windowFrames, int motionFrames) {
        WindowGrid grid = new WindowGrid(frames, windowFrames, motionFrames);
        return of(grid, grid.count(), List.of());
    }

    /**
     * As {@link #exact}, without computing what would be cut off: where it is more than 15 % of the last window, that
     * window is as short as 4n+1 frames can be. It keeps at least 4 frames more than those taken over, also where it is
     * the first one and takes over none.
     */
    public static WindowPlan trimmed(int frames, int windowFrames, int motionFrames) {
        WindowPlan full = exact(frames, windowFrames, motionFrames);
        Window last = full.last();
        int needed = Math.max(last.motionFrames() + last.newFrames(), motionFrames + 1);
        int enough = 1 + (needed - 1 + 3) / 4 * 4;
        if (windowFrames - enough <= WORTH_TRIMMING * windowFrames) {
            return full;
        }
        List<Window> windows = new ArrayList<>(full.windows);
        windows.set(last.index(), last.withPixelFrames(enough));
        return new WindowPlan(frames, windowFrames, motionFrames, windows, List.of());
    }

    /**
     * The reference's rule, for comparison with it: a video of n frames of voice has n-3, the frames that the voice lacks
     * in the last window are its last ones in reverse, and past {@code maxFrames} the end is cut twice. It goes by the
     * first person alone. From {@code wan/multitalk.py}, {@code generate}.
     *
     * @param voiceFrames of each person, all more than {@code windowFrames}
     * @param maxFrames {@code windowFrames} for a clip, 1000 in streaming
     */
    public static WindowPlan reference(List<Integer> voiceFrames, int windowFrames, int motionFrames, int maxFrames) {
        WindowGrid.check(windowFrames, motionFrames);
        for (int voice : voiceFrames) {
            if (voice <= windowFrames) {
                throw new IllegalArgumentException("The reference's rule needs more than %d frames of voice, not %d"
                        .formatted(windowFrames, voice));
            }
        }
        if (maxFrames == windowFrames) {
            return of(new WindowGrid(windowFrames, windowFrames, motionFrames), 1, List.of());
        }
        int enough = Math.min(maxFrames, voiceFrames.get(0));
        int advance = windowFrames - motionFrames;
        int count = 1;
        int end;
        do {
            end = windowFrames + count * advance;
            count++;
        } while (end < enough);
        int covered = end;
        List<Integer> tails = voiceFrames.stream()
                .map(voice -> covered >= voice ? covered - voice + 3 : 0)
                .toList();
        int frames = Math.min(covered, maxFrames) - tails.get(0);
        return of(new WindowGrid(frames, windowFrames, motionFrames), count, tails);
    }

    private static WindowPlan of(WindowGrid grid, int count, List<Integer> tails) {
        List<Window> windows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            windows.add(grid.window(i, i == count - 1));
        }
        return new WindowPlan(grid.frames(), grid.windowFrames(), grid.motionFrames(), windows, tails);
    }

    private Window last() {
        return windows.get(windows.size() - 1);
    }

    /**
     * How many frames of voice there have to be: to the end of the last window, and if it is trimmed to where it would
     * have ended, since the speech encoder hears a longer silence otherwise.
     */
    public int coveredFrames() {
        return last().start() + windowFrames;
    }

    /**
     * Which frames of a voice its frames are in {@code window}: the voice itself or, in the last window of the
     * reference's plan, the voice with its end mirrored behind it.
     *
     * @param person from 0
     * @param voiceFrames how many frames the voice has
     */
    public long[] voiceFrames(Window window, int person, int voiceFrames) {
        int tail = window.last() && person < mirroredTails.size() ? mirroredTails.get(person) : 0;
        long[] frames = new long[voiceFrames + tail];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = i < voiceFrames ? i : 2L * voiceFrames - 1 - i; // the very last frame comes twice
        }
        return frames;
    }

    /**
     * Which pixel frames of a window are given to the model: the picture, or the frames taken over. Four values a latent
     * frame, the first pixel frame counted four times.
     *
     * @return (4, T), row after row, 1 where given
     */
    public float[] givenMask(Window window) {
        int given = Math.max(1, window.motionFrames());
        int latentFrames = ModelGrid.latentFrames(window.pixelFrames());
        float[] mask = new float[4 * latentFrames];
        for (int t = 0; t < latentFrames; t++) {
            for (int c = 0; c < 4; c++) {
                int pixelFrame = t == 0 ? 0 : 4 * (t - 1) + 1 + c;
                mask[c * latentFrames + t] = pixelFrame < given ? 1 : 0;
            }
        }
        return mask;
    }
}
