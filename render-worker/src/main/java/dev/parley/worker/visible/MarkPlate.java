package dev.parley.worker.visible;

import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.VisibleMark;
import dev.parley.media.Picture;
import java.util.function.UnaryOperator;

/**
 * A dark plate with white words in a corner of every frame of a video. What is drawn depends on the mark and the frame's
 * size, on nothing else: attempts on different machines agree. For one thread.
 */
public final class MarkPlate implements UnaryOperator<Picture> {
    /** Of the frame's shorter side, but no smaller than can be read once it is encoded. */
    private static final int LETTERS = 20;

    private static final int SMALLEST_LETTERS = 12;

    /** Samples of a pixel on each axis. */
    private static final int SAMPLES = 4;

    private static final int WHITE = 245;

    /** How much is left of the picture below the plate, in 256ths: words are to be read on white as well. */
    private static final int SEEN_THROUGH = 80;

    private final int frameWidth;
    private final int frameHeight;
    private final int left;
    private final int top;
    private final int width;
    private final int height;
    /** How much of each pixel of the plate is letter, from 0 to 256. */
    private final int[] letters;

    private final byte[] drawn;

    MarkPlate(VisibleMark mark, int frameWidth, int frameHeight) {
        this.frameWidth = frameWidth;
        this.frameHeight = frameHeight;
        MarkWords words = MarkWords.of(mark.language());
        double size = Math.max(SMALLEST_LETTERS, Math.min(frameWidth, frameHeight) / (double) LETTERS);
        // A third of a letter beside the words and around the plate; a narrow frame has smaller ones.
        size = Math.min(size, frameWidth / (words.width() / 1000 + 4 / 3.0));
        size = Math.min(size, frameHeight / (MarkWords.HEIGHT / 1000 + 2 / 3.0));
        int around = (int) (size / 3);
        width = Math.min(frameWidth, (int) Math.ceil(words.width() / 1000 * size) + 2 * around);
        height = Math.min(frameHeight, (int) Math.ceil(MarkWords.HEIGHT / 1000 * size));
        left = mark.corner().isLeft() ? Math.min(around, frameWidth - width) : Math.max(0, frameWidth - width - around);
        top = mark.corner().isTop()
                ? Math.min(around, frameHeight - height)
                : Math.max(0, frameHeight - height - around);
        letters = letters(words, size, around);
        drawn = new byte[frameWidth * frameHeight * 3];
    }

    /** What a plan's frames are drawn on by; frames as they are where it asks for none. */
    public static UnaryOperator<Picture> of(RenderPlan plan) {
        VisibleMark mark = plan.settings().visibleMark();
        return mark == null ? UnaryOperator.identity() : new MarkPlate(mark, plan.width(), plan.height());
    }

    private int[] letters(MarkWords words, double size, int before) {
        int[] inked = new int[width * height];
        double unit = 1000 / size;
        for (int y = 0; y < height * SAMPLES; y++) {
            double atY = (y + 0.5) / SAMPLES * unit;
            for (int x = before * SAMPLES; x < (width - before) * SAMPLES; x++) {
                double atX = ((x + 0.5) / SAMPLES - before) * unit;
                if (words.outline().contains(atX, atY)) {
                    inked[y / SAMPLES * width + x / SAMPLES] += 256 / (SAMPLES * SAMPLES);
                }
            }
        }
        return inked;
    }

    /** @return one that lasts until the next call; {@code frame} stays as it is */
    @Override
    public Picture apply(Picture frame) {
        if (frame.width() != frameWidth || frame.height() != frameHeight) {
            throw new IllegalArgumentException("The mark is for frames of %dx%d, this one has %dx%d"
                    .formatted(frameWidth, frameHeight, frame.width(), frame.height()));
        }
        System.arraycopy(frame.rgb(), 0, drawn, 0, drawn.length);
        for (int y = 0; y < height; y++) {
            int at = ((top + y) * frameWidth + left) * 3;
            for (int i = 0; i < width * 3; i++) {
                int letter = letters[y * width + i / 3];
                int below = (drawn[at + i] & 0xFF) * SEEN_THROUGH >> 8;
                drawn[at + i] = (byte) (below + ((WHITE - below) * letter >> 8));
            }
        }
        return new Picture(frameWidth, frameHeight, drawn);
    }
}
