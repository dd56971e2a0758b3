package dev.parley.quality;

import java.util.List;

/**
 * A drawn face in a picture, and how far its mouth is open in a video that begins with it.
 *
 * @param x column of the mouth's middle
 * @param y row of the line between the lips
 * @param scale half the face's height
 * @param skin as RGB, 0xRRGGBB
 * @param lips as RGB
 */
record Face(int x, int y, double scale, int skin, int lips) {
    private static final double SOFTNESS = 0.02; // of the choice between two colors, in squared distance
    private static final double[][] INSIDE = {rgb(0x5c1a24), rgb(0xfaf8f2), rgb(0xde6870)}; // dark, teeth, tongue

    /**
     * The pixels around the mouth that are rather like its inside than like skin and lips, in squares of half the
     * face's height: the measure by which multitalk-tiny was judged when it was trained.
     *
     * @return one value a frame
     */
    double[] opening(Video video) {
        double[][] outside = outside();
        double[] opening = new double[video.frames().size()];
        for (int frame = 0; frame < opening.length; frame++) {
            double sum = 0;
            for (int row = top(); row < bottom(); row++) {
                for (int column = left(); column < right(); column++) {
                    double[] color = new double[3];
                    for (int c = 0; c < 3; c++) {
                        color[c] = video.value(frame, row, column, c);
                    }
                    double nearer = nearest(outside, color) - nearest(INSIDE, color);
                    sum += 1 / (1 + Math.exp(-nearer / SOFTNESS));
                }
            }
            opening[frame] = sum / (scale * scale);
        }
        return opening;
    }

    int left() {
        return (int) (x - 0.52 * scale);
    }

    int right() {
        return (int) (x + 0.52 * scale);
    }

    int top() {
        return (int) (y - 0.26 * scale);
    }

    int bottom() {
        return (int) (y + 0.40 * scale);
    }

    private double[][] outside() {
        double[] plain = rgb(skin);
        double[] shade = {plain[0] * 0.88, plain[1] * 0.82, plain[2] * 0.80};
        double[] dim = {plain[0] * 0.93, plain[1] * 0.93, plain[2] * 0.93};
        return List.of(plain, shade, dim, rgb(lips)).toArray(double[][]::new);
    }

    private static double[] rgb(int hex) {
        return new double[] {(hex >> 16 & 0xff) / 255.0, (hex >> 8 & 0xff) / 255.0, (hex & 0xff) / 255.0};
    }

    private static double nearest(double[][] colors, double[] to) {
        double nearest = Double.POSITIVE_INFINITY;
        for (double[] color : colors) {
            double distance = 0;
            for (int c = 0; c < 3; c++) {
                distance += (color[c] - to[c]) * (color[c] - to[c]);
            }
            nearest = Math.min(nearest, distance);
        }
        return nearest;
    }
}
