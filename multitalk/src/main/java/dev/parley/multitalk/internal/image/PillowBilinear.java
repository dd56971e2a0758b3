package dev.parley.multitalk.internal.image;

import dev.parley.multitalk.RgbImage;
import dev.parley.plan.Cover;
import dev.parley.plan.Size;

/**
 * Pillow's bilinear resize of 8-bit pictures, bit for bit: a triangle filter that widens when shrinking, weights in fixed
 * point with 22 bits, columns first, rounded to 8 bits between the passes. Java2D and PyTorch give other bits.
 * The method: Pillow, {@code src/libImaging/Resample.c}.
 */
final class PillowBilinear {
    private static final int PRECISION_BITS = 22;

    private PillowBilinear() {}

    /** Scales {@code source} to cover {@code target} and cuts the center. */
    static RgbImage cover(RgbImage source, Size target) {
        Cover cover = Cover.of(source.size(), target);
        Size from = source.size();
        Weights columns = Weights.of(from.width(), cover.scaled().width());
        Weights rows = Weights.of(from.height(), cover.scaled().height());
        byte[] wide = horizontal(source.rgb(), from, columns, cover);
        return new RgbImage(target, vertical(wide, from.height(), rows, cover));
    }

    /** (from.height, from.width, 3) -> (from.height, target.width, 3), only the columns that the cut keeps. */
    private static byte[] horizontal(byte[] rgb, Size from, Weights weights, Cover cover) {
        int width = cover.target().width();
        byte[] out = new byte[from.height() * width * 3];
        for (int y = 0; y < from.height(); y++) {
            for (int x = 0; x < width; x++) {
                int at = x + cover.left();
                for (int c = 0; c < 3; c++) {
                    int sum = 1 << (PRECISION_BITS - 1);
                    for (int k = 0; k < weights.count[at]; k++) {
                        sum += value(rgb[(y * from.width() + weights.first[at] + k) * 3 + c]) * weights.weight[at][k];
                    }
                    out[(y * width + x) * 3 + c] = clip8(sum);
                }
            }
        }
        return out;
    }

    /** (height, target.width, 3) -> (target.height, target.width, 3). */
    private static byte[] vertical(byte[] rgb, int height, Weights weights, Cover cover) {
        int stride = cover.target().width() * 3;
        assert rgb.length == height * stride;
        byte[] out = new byte[cover.target().height() * stride];
        for (int y = 0; y < cover.target().height(); y++) {
            int at = y + cover.top();
            for (int x = 0; x < stride; x++) {
                int sum = 1 << (PRECISION_BITS - 1);
                for (int k = 0; k < weights.count[at]; k++) {
                    sum += value(rgb[(weights.first[at] + k) * stride + x]) * weights.weight[at][k];
                }
                out[y * stride + x] = clip8(sum);
            }
        }
        return out;
    }

    private static int value(byte b) {
        return b & 0xff;
    }

    private static byte clip8(int sum) {
        return (byte) Math.max(0, Math.min(255, sum >> PRECISION_BITS));
    }

    /** For each output position the source positions it reads and their weights, which sum to about 2^22. */
    private record Weights(int[] first, int[] count, int[][] weight) {
        static Weights of(int in, int out) {
            double scale = (double) in / out;
            double filterScale = Math.max(scale, 1.0);
            int[] first = new int[out];
            int[] count = new int[out];
            int[][] fixed = new int[out][];
            for (int i = 0; i < out; i++) {
                double center = (i + 0.5) * scale;
                first[i] = Math.max(0, (int) (center - filterScale + 0.5));
                count[i] = Math.min(in, (int) (center + filterScale + 0.5)) - first[i];
                fixed[i] = fixed(triangle(first[i], count[i], center, filterScale));
            }
            return new Weights(first, count, fixed);
        }

        private static double[] triangle(int first, int count, double center, double filterScale) {
            double[] weight = new double[count];
            double sum = 0;
            for (int k = 0; k < count; k++) {
                double distance = Math.abs((k + first - center + 0.5) * (1.0 / filterScale));
                weight[k] = distance < 1.0 ? 1.0 - distance : 0.0;
                sum += weight[k];
            }
            for (int k = 0; k < count && sum != 0.0; k++) {
                weight[k] /= sum;
            }
            return weight;
        }

        private static int[] fixed(double[] weight) {
            int[] fixed = new int[weight.length];
            for (int k = 0; k < weight.length; k++) {
                fixed[k] = (int) (0.5 + weight[k] * (1 << PRECISION_BITS));
            }
            return fixed;
        }
    }
}
