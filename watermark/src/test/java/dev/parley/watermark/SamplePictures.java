package dev.parley.watermark;

import java.util.Arrays;
import java.util.Random;

/** Pictures to mark and to look at. */
final class SamplePictures {
    /** A wall, a bright disk and some grain, as frames have them. */
    static byte[] drawn(int width, int height, long seed) {
        Random random = new Random(seed);
        byte[] rgb = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean disk = Math.hypot(x - width / 2.0, y - height / 2.0) < height / 3.0;
                for (int c = 0; c < 3; c++) {
                    double value = (disk ? 190 - 30 * c : 90 + 40.0 * y / height) + 2 * random.nextGaussian();
                    rgb[(y * width + x) * 3 + c] = (byte) Math.max(0, Math.min(255, Math.round(value)));
                }
            }
        }
        return rgb;
    }

    static byte[] flat(int width, int height, int level) {
        byte[] rgb = new byte[width * height * 3];
        Arrays.fill(rgb, (byte) level);
        return rgb;
    }

    static byte[] noise(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        new Random(3).nextBytes(rgb);
        return rgb;
    }

    static byte[] gray(byte[] rgb) {
        byte[] gray = new byte[rgb.length / 3];
        for (int i = 0; i < gray.length; i++) {
            gray[i] = (byte) Math.round(
                    0.21 * (rgb[3 * i] & 0xFF) + 0.72 * (rgb[3 * i + 1] & 0xFF) + 0.07 * (rgb[3 * i + 2] & 0xFF));
        }
        return gray;
    }

    static float[] levels(byte[] rgb) {
        byte[] gray = gray(rgb);
        float[] levels = new float[gray.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = gray[i] & 0xFF;
        }
        return levels;
    }

    /** A part of a picture, made smaller or larger. */
    static float[] scaledPart(float[] gray, int width, int left, int top, int newWidth, int newHeight, double scale) {
        float[] part = new float[newWidth * newHeight];
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                double fromX = left + (x + 0.5) / scale - 0.5;
                double fromY = top + (y + 0.5) / scale - 0.5;
                int x0 = Math.max(0, (int) fromX);
                int y0 = Math.max(0, (int) fromY);
                float a = (float) (fromX - x0);
                float b = (float) (fromY - y0);
                int at = y0 * width + x0;
                part[y * newWidth + x] = (1 - b) * ((1 - a) * gray[at] + a * gray[at + 1])
                        + b * ((1 - a) * gray[at + width] + a * gray[at + width + 1]);
            }
        }
        return part;
    }

    private SamplePictures() {}
}
