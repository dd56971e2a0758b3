package dev.parley.kit.admission;

import dev.parley.media.Picture;

/**
 * Tells drawings from photographs by how many pixels look like their neighbors. Measured: drawn faces 0.82 to 0.88,
 * photographs 0.03 to 0.63, as PNG or JPEG; drawings that were kept as a JPEG 0.28 to 0.53. Those are told by their blocks
 * of 8x8 pixels, as JPEG has them: 0.40 to 0.66 of them have one tone and 0.10 to 0.22 are shaded, while of photographs,
 * cut out ones as well, 0.28 and more are shaded.
 */
final class Flatness {
    /** Differences of a channel up to it are none: dithering, and the rounding of colors. */
    private static final int SAME = 1;

    private static final double DRAWN = 0.65;
    private static final int BLOCK = 8;
    /** Variances of lightness: below this a block has one tone, from that on a line crosses it. */
    private static final double ONE_TONE = 2;

    private static final double EDGE = 150;

    /** Whether it is a drawing for sure. */
    static boolean isDrawing(Picture picture) {
        return of(picture) >= DRAWN || hasFlatBlocks(picture);
    }

    private static boolean hasFlatBlocks(Picture picture) {
        byte[] rgb = picture.rgb();
        int flat = 0;
        int shaded = 0;
        int all = 0;
        for (int top = 0; top + BLOCK <= picture.height(); top += BLOCK) {
            for (int left = 0; left + BLOCK <= picture.width(); left += BLOCK) {
                double variance = variance(rgb, picture.width(), left, top);
                flat += variance < ONE_TONE ? 1 : 0;
                shaded += variance >= ONE_TONE && variance < EDGE ? 1 : 0;
                all++;
            }
        }
        return flat > 0.35 * all && shaded < 0.25 * all;
    }

    /** Of a block's lightness. */
    private static double variance(byte[] rgb, int width, int left, int top) {
        double sum = 0;
        double squares = 0;
        for (int y = top; y < top + BLOCK; y++) {
            for (int x = left; x < left + BLOCK; x++) {
                int at = (y * width + x) * 3;
                double luma = 0.299 * (rgb[at] & 0xff) + 0.587 * (rgb[at + 1] & 0xff) + 0.114 * (rgb[at + 2] & 0xff);
                sum += luma;
                squares += luma * luma;
            }
        }
        double mean = sum / (BLOCK * BLOCK);
        return squares / (BLOCK * BLOCK) - mean * mean;
    }

    /** The share of pixels that are as their right and their lower neighbor, 0 to 1. */
    static double of(Picture picture) {
        int right = 3;
        int below = 3 * picture.width();
        long same = 0;
        for (int y = 0; y + 1 < picture.height(); y++) {
            for (int x = 0; x + 1 < picture.width(); x++) {
                int at = y * below + x * right;
                same += isSame(picture.rgb(), at, at + right) && isSame(picture.rgb(), at, at + below) ? 1 : 0;
            }
        }
        return (double) same / Math.max(1, (picture.height() - 1L) * (picture.width() - 1L));
    }

    private static boolean isSame(byte[] rgb, int a, int b) {
        for (int channel = 0; channel < 3; channel++) {
            if (Math.abs((rgb[a + channel] & 0xff) - (rgb[b + channel] & 0xff)) > SAME) {
                return false;
            }
        }
        return true;
    }

    private Flatness() {}
}
