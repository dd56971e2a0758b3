package dev.parley.speech.lips;

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
 * @param wide corner from corner; 0.5 at rest
 * @param round pushed forward
 * @param bite the lower lip touches the upper teeth
 */
public record MouthShape(double open, double wide, double round, double bite) {
    public static final MouthShape SHUT = new MouthShape(0, 0.5, 0, 0);

    /** A sound's own shape. */
    record Target(MouthShape shape, double weight, double closure) {
        /** Between words: shut, but not for long against its neighbors' will. */
        static final Target PAUSE = new Target(SHUT, 0.5, 0);
        /** A sound that no table has. */
        static final Target UNKNOWN = new Target(new MouthShape(0.4, 0.5, 0, 0), 0.6, 0);
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
        double closure = value[5];
        double bite = closure > 0 && closure < 1 ? 1 : 0;
        return new Target(new MouthShape(value[1], value[2], value[3], bite), value[4], closure);
    }
}
