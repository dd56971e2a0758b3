package dev.parley.media;

import java.util.Arrays;

/**
 * Resizing with a triangle filter that grows with the reduction, so that shrinking averages instead of skipping. In
 * fixed point and rounded between the two passes exactly as Pillow does it, because models were trained on pictures
 * that Pillow had resized.
 */
final class Bilinear {
    private static final int FRACTION_BITS = 22;
    private static final int HALF = 1 << (FRACTION_BITS - 1);

    static Picture resize(Picture picture, int width, int height) {
        Picture wide = width == picture.width() ? picture : resizeRows(picture, width);
        return height == wide.height() ? wide : resizeColumns(wide, height);
    }

    private static Picture resizeRows(Picture picture, int width) {
        Weights weights = Weights.of(picture.width(), width);
        byte[] from = picture.rgb();
        byte[] to = new byte[Math.multiplyExact(width * 3, picture.height())];
        int at = 0;
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < width; x++) {
                int[] factors = weights.factors[x];
                int pixel = (y * picture.width() + weights.first[x]) * 3;
                int red = HALF;
                int green = HALF;
                int blue = HALF;
                for (int factor : factors) {
                    red += (from[pixel++] & 0xFF) * factor;
                    green += (from[pixel++] & 0xFF) * factor;
                    blue += (from[pixel++] & 0xFF) * factor;
                }
                to[at++] = clipped(red);
                to[at++] = clipped(green);
                to[at++] = clipped(blue);
            }
        }
        return new Picture(width, picture.height(), to);
    }

    private static Picture resizeColumns(Picture picture, int height) {
        Weights weights = Weights.of(picture.height(), height);
        int row = picture.width() * 3;
        byte[] from = picture.rgb();
        byte[] to = new byte[Math.multiplyExact(row, height)];
        int[] sums = new int[row];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, HALF);
            int at = weights.first[y] * row;
            for (int factor : weights.factors[y]) {
                for (int i = 0; i < row; i++) {
                    sums[i] += (from[at++] & 0xFF) * factor;
                }
            }
            for (int i = 0; i < row; i++) {
                to[y * row + i] = clipped(sums[i]);
            }
        }
        return new Picture(picture.width(), height, to);
    }

    private static byte clipped(int sum) {
        return (byte) Math.max(0, Math.min(255, sum >> FRACTION_BITS));
    }

    /** For each target pixel the first source pixel that counts, and how much it and its followers do. */
    private record Weights(int[] first, int[][] factors) {
        static Weights of(int from, int to) {
            double scale = (double) from / to;
            double support = Math.max(scale, 1);
            int[] first = new int[to];
            int[][] factors = new int[to][];
            for (int i = 0; i < to; i++) {
                double center = (i + 0.5) * scale;
                int begin = Math.max(0, (int) (center - support + 0.5));
                int end = Math.min(from, (int) (center + support + 0.5));
                first[i] = begin;
                factors[i] = factors(center, support, begin, end);
            }
            return new Weights(first, factors);
        }

        private static int[] factors(double center, double support, int begin, int end) {
            double[] weights = new double[end - begin];
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                double distance = Math.abs((i + begin - center + 0.5) * (1 / support));
                weights[i] = distance < 1 ? 1 - distance : 0;
                sum += weights[i];
            }
            int[] factors = new int[weights.length];
            for (int i = 0; i < weights.length; i++) {
                double weight = sum == 0 ? weights[i] : weights[i] / sum;
                factors[i] = (int) (0.5 + weight * (1 << FRACTION_BITS));
            }
            return factors;
        }
    }

    private Bilinear() {}
}
