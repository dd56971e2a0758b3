package dev.parley.worker.visible;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.contracts.VisibleMark;
import dev.parley.contracts.WireName;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Scanner;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is said in one language, as an outline, so that every machine draws the same. It comes from a file per language,
 * {@code visible-mark/en.svg}.
 *
 * @param text the words
 * @param width in thousandths of the letters' size, as all numbers of the outline
 */
record MarkWords(String text, double width, Path2D outline) {
    /** From the top of the letters' accents to below their descenders. */
    static final double HEIGHT = 1_100;

    private static final Pattern FILE = Pattern.compile(
            "<svg [^>]*viewBox=\"0 0 (\\d+) 1100\"[^>]*>\\s*<title>([^<]+)</title>\\s*<path d=\"([^\"]+)\"/>\\s*</svg>\\s*");
    private static final Pattern STEP = Pattern.compile("([MLQCZ])([^MLQCZ]*)");

    static MarkWords of(VisibleMark.Language language) {
        String name = "/visible-mark/%s.svg".formatted(WireName.of(language));
        try (InputStream in = MarkWords.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("There are no words for a visible mark in " + name);
            }
            Matcher file = FILE.matcher(new String(in.readAllBytes(), UTF_8));
            if (!file.matches()) {
                throw new IllegalStateException(name + " is not one title and one path in a box of 1100 units height");
            }
            return new MarkWords(file.group(2), Integer.parseInt(file.group(1)), path(file.group(3)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path2D path(String steps) {
        Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
        STEP.matcher(steps).results().forEach(step -> add(path, step));
        return path;
    }

    private static void add(Path2D path, MatchResult step) {
        double[] at = new Scanner(step.group(2))
                .tokens()
                .mapToDouble(Double::parseDouble)
                .toArray();
        switch (step.group(1)) {
            case "M" -> path.moveTo(at[0], at[1]);
            case "L" -> path.lineTo(at[0], at[1]);
            case "Q" -> path.quadTo(at[0], at[1], at[2], at[3]);
            case "C" -> path.curveTo(at[0], at[1], at[2], at[3], at[4], at[5]);
            default -> path.closePath();
        }
    }
}
