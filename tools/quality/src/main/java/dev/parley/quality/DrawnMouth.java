package dev.parley.quality;

import dev.parley.speech.lips.MouthShape;

/** The drawn faces that multitalk-tiny was trained on, as far as the mouth goes. */
final class DrawnMouth {
    // Half the mouth's width and its height in units of half the face's height.
    private static final double HALF_WIDTH = 0.3;
    private static final double HEIGHT = 0.4;
    private static final double LINE_BETWEEN_SHUT_LIPS = 0.0196;
    private static final int SLICES = 64;

    /** The area between the lips, in squares of half the face's height: the formula by which the faces are drawn. */
    static double area(MouthShape shape) {
        double halfWidth = HALF_WIDTH * (0.70 + 0.52 * shape.wide()) * (1 - 0.42 * shape.round());
        double height = HEIGHT * shape.open() * (1 + 0.12 * shape.round());
        double exponent = 0.62 - 0.14 * shape.round();
        double area = 0;
        for (int i = 0; i < SLICES; i++) {
            double x = (2 * i + 1.0) / SLICES - 1;
            area += height * Math.pow(1 - x * x, exponent) + LINE_BETWEEN_SHUT_LIPS;
        }
        return area * 2 * halfWidth / SLICES;
    }

    private DrawnMouth() {}
}
