package dev.parley.watermark;

/**
 * Gray levels, one behind the other in rows.
 *
 * @param pixels 0 is black; the unit does not matter much, one of 256 levels is best
 */
record GrayPicture(int width, int height, float[] pixels) {
    /** Pixels a side that are looked at; more make nothing surer. */
    private static final int LARGEST = 1280;

    /** Averages squares of four. */
    GrayPicture halved() {
        int w = width / 2;
        int h = height / 2;
        float[] half = new float[w * h];
        for (int y = 0; y < h; y++) {
            int at = 2 * y * width;
            for (int x = 0; x < w; x++, at += 2) {
                half[y * w + x] = (pixels[at] + pixels[at + 1] + pixels[at + width] + pixels[at + width + 1]) / 4;
            }
        }
        return new GrayPicture(w, h, half);
    }

    /**
     * What is left without the picture: each pixel less the mean around it, in units of what such differences are like
     * around there. So an edge counts no more than a wall.
     */
    GrayPicture whitened() {
        float[] detail = boxMeans(pixels, 3);
        float[] squares = new float[detail.length];
        for (int i = 0; i < detail.length; i++) {
            detail[i] = pixels[i] - detail[i];
            squares[i] = detail[i] * detail[i];
        }
        float[] power = boxMeans(squares, 4);
        for (int i = 0; i < detail.length; i++) {
            float value = detail[i] / ((float) Math.sqrt(Math.max(0, power[i])) + 0.4f);
            detail[i] = Math.max(-3, Math.min(3, value));
        }
        return new GrayPicture(width, height, detail);
    }

    /** Means of squares of {@code 2 radius + 1} pixels a side; at the border, of what there is of them. */
    private float[] boxMeans(float[] values, int radius) {
        float[] rows = new float[values.length];
        for (int y = 0; y < height; y++) {
            means(values, rows, y * width, 1, width, radius);
        }
        float[] means = new float[values.length];
        double[] sums = new double[width];
        // Column by column would be slow: memory is read in rows.
        int count = 0;
        for (int y = -radius; y < height; y++) {
            if (y + radius < height) {
                add(rows, (y + radius) * width, sums, 1);
                count++;
            }
            if (y - radius > 0) {
                add(rows, (y - radius - 1) * width, sums, -1);
                count--;
            }
            for (int x = 0; y >= 0 && x < width; x++) {
                means[y * width + x] = (float) (sums[x] / count);
            }
        }
        return means;
    }

    private static void add(float[] values, int from, double[] sums, int sign) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += sign * values[from + x];
        }
    }

    private static void means(float[] from, float[] to, int start, int step, int length, int radius) {
        double sum = 0;
        int count = 0;
        for (int i = -radius; i < length; i++) {
            if (i + radius < length) {
                sum += from[start + (i + radius) * step];
                count++;
            }
            if (i - radius > 0) {
                sum -= from[start + (i - radius - 1) * step];
                count--;
            }
            if (i >= 0) {
                to[start + i * step] = (float) (sum / count);
            }
        }
    }

    /**
     * The sum of all tiles, were the picture made so many times larger in each direction. Of large pictures the middle.
     *
     * @param scaleX pixels of this picture per pixel of the tile
     * @return rows of a tile
     */
    double[] folded(double scaleX, double scaleY) {
        int tile = MarkLayout.TILE;
        int w = across(width, scaleX);
        int h = across(height, scaleY);
        double fromX = from(width, scaleX);
        double fromY = from(height, scaleY);
        int[] left = new int[w];
        float[] share = new float[w];
        for (int x = 0; x < w; x++) {
            double at = Math.max(0, Math.min(width - 1.001, fromX + (x + 0.5) * scaleX - 0.5));
            left[x] = (int) at;
            share[x] = (float) (at - left[x]);
        }
        float[] sums = new float[tile * tile];
        for (int y = 0; y < h; y++) {
            double at = Math.max(0, Math.min(height - 1.001, fromY + (y + 0.5) * scaleY - 0.5));
            int above = (int) at * width;
            float below = (float) (at - (int) at);
            int row = y % tile * tile;
            for (int x = 0; x < w; x++) {
                int here = above + left[x];
                float top = pixels[here] + share[x] * (pixels[here + 1] - pixels[here]);
                float bottom = pixels[here + width] + share[x] * (pixels[here + width + 1] - pixels[here + width]);
                sums[row + x % tile] += top + below * (bottom - top);
            }
        }
        double[] folded = new double[sums.length];
        for (int i = 0; i < folded.length; i++) {
            folded[i] = sums[i];
        }
        return folded;
    }

    private static int across(int side, double scale) {
        return (int) Math.min(LARGEST, side / scale);
    }

    private static double from(int side, double scale) {
        return (side - across(side, scale) * scale) / 2;
    }

    /** Where in what is {@link #folded} a tile begins that begins at the left border of the picture. */
    double firstX(double scale) {
        return -from(width, scale) / scale;
    }

    /** Where one begins that begins at the upper border. */
    double firstY(double scale) {
        return -from(height, scale) / scale;
    }
}
