package dev.parley.media;

/**
 * Whether something may be skin. Badges, windows and leaves that look like faces in gray are not. A picture without
 * colors tells nothing.
 */
final class SkinTone {
    private static final double ENOUGH = 0.35;
    private static final int GRAY = 12;

    /** Of the middle of a face, where there is no hair. */
    static boolean isSeen(Picture picture, DetectedFace face) {
        int skin = 0;
        int gray = 0;
        int all = 0;
        for (int y = face.y() + face.height() / 5; y < face.bottom() - face.height() / 5; y++) {
            for (int x = face.x() + face.width() / 5; x < face.right() - face.width() / 5; x++) {
                int at = (y * picture.width() + x) * 3;
                int red = picture.rgb()[at] & 0xff;
                int green = picture.rgb()[at + 1] & 0xff;
                int blue = picture.rgb()[at + 2] & 0xff;
                skin += isSkin(red, green, blue) ? 1 : 0;
                gray += Math.abs(red - green) < GRAY && Math.abs(green - blue) < GRAY ? 1 : 0;
                all++;
            }
        }
        return skin >= ENOUGH * all || gray >= (1 - ENOUGH / 10) * all;
    }

    /** In any light: redder than green, greener than blue, and not by much. */
    private static boolean isSkin(int red, int green, int blue) {
        int sum = red + green + blue;
        return red > green && green >= blue - 10 && sum > 60 && 100 * red > 36 * sum && 100 * red < 62 * sum;
    }

    private SkinTone() {}
}
