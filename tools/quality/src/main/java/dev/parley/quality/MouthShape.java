package dev.parley.quality;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How the mouth looks while a sound is spoken, each from 0 to 1.
 *
 * @param open lower lip from upper lip
 * @param wide corner from corner
 * @param round pushed forward
 */
record MouthShape(double open, double wide, double round) {
    static final MouthShape SHUT = new MouthShape(0, 0.5, 0);

    // The drawn faces: half the mouth's width and its height in units of half the face's height.
    private static final double HALF_WIDTH = 0.3;
    private static final double HEIGHT = 0.4;
    private static final double LINE_BETWEEN_SHUT_LIPS = 0.0196;
    private static final int SLICES = 64;

    /**
     * The area between the lips in a drawn face of this mouth, in squares of half the face's height. The faces that
     * multitalk-tiny was trained on are drawn by this formula.
     */
    double area() {
        double halfWidth = HALF_WIDTH * (0.70 + 0.52 * wide) * (1 - 0.42 * round);
        double height = HEIGHT * open * (1 + 0.12 * round);
        double exponent = 0.62 - 0.14 * round;
        double area = 0;
        for (int i = 0; i < SLICES; i++) {
            double x = (2 * i + 1.0) / SLICES - 1;
            area += height * Math.pow(1 - x * x, exponent) + LINE_BETWEEN_SHUT_LIPS;
        }
        return area * 2 * halfWidth / SLICES;
    }

    /** A sound's own shape. */
    record Target(MouthShape shape, double weight, double closure) {
        /** Between words: shut, but not for long against its neighbors' will. */
        static final Target PAUSE = new Target(SHUT, 0.5, 0);
    }

    /** Shapes by IPA letter: {@code mouth-shapes.tsv}. */
    static Map<String, Target> byLetter() {
        try (var in = new BufferedReader(
                new InputStreamReader(MouthShape.class.getResourceAsStream("mouth-shapes.tsv"), UTF_8))) {
            return in.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .collect(Collectors.toMap(column -> column[0], MouthShape::target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Target target(String[] column) {
        double[] value = new double[column.length];
        for (int i = 1; i < value.length; i++) {
            value[i] = Double.parseDouble(column[i]);
        }
        return new Target(new MouthShape(value[1], value[2], value[3]), value[4], value[5]);
    }
}
