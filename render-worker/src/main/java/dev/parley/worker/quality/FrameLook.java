package dev.parley.worker.quality;

import dev.parley.media.Picture;
import dev.parley.worker.render.Region;

/** What can be told of a frame at a glance. Every other pixel of every other row is enough. */
final class FrameLook {
    private static final int STRIDE = 2;

    /** @param mean red, green and blue, of 255 @param deviation of the brightness, of 255 */
    record Colors(double[] mean, double deviation) {
        double brightest() {
            return Math.max(mean[0], Math.max(mean[1], mean[2]));
        }

        /** The farthest of the three. */
        double distance(Colors other) {
            double most = 0;
            for (int channel = 0; channel < 3; channel++) {
                most = Math.max(most, Math.abs(mean[channel] - other.mean[channel]));
            }
            return most;
        }
    }

    static Colors colors(Picture frame) {
        double[] sum = new double[3];
        double squares = 0;
        long pixels = 0;
        for (int y = 0; y < frame.height(); y += STRIDE) {
            for (int x = 0; x < frame.width(); x += STRIDE) {
                int at = (y * frame.width() + x) * 3;
                double brightness = 0;
                for (int channel = 0; channel < 3; channel++) {
                    int value = frame.rgb()[at + channel] & 0xff;
                    sum[channel] += value;
                    brightness += value / 3.0;
                }
                squares += brightness * brightness;
                pixels++;
            }
        }
        double[] mean = {sum[0] / pixels, sum[1] / pixels, sum[2] / pixels};
        double middle = (mean[0] + mean[1] + mean[2]) / 3;
        return new Colors(mean, Math.sqrt(Math.max(0, squares / pixels - middle * middle)));
    }

    /** How much changes from one frame to the next within a region: mean absolute difference, of 255. */
    static double change(Picture before, Picture after, Region within) {
        long sum = 0;
        long values = 0;
        for (int y = within.top(); y < within.bottom(); y += STRIDE) {
            for (int x = within.left(); x < within.right(); x += STRIDE) {
                int at = (y * after.width() + x) * 3;
                for (int channel = 0; channel < 3; channel++) {
                    sum += Math.abs((after.rgb()[at + channel] & 0xff) - (before.rgb()[at + channel] & 0xff));
                    values++;
                }
            }
        }
        return (double) sum / values;
    }

    private FrameLook() {}
}
