package dev.parley.quality;

import dev.parley.media.DetectedFace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How good a video of one photographed person is, whatever made it. The first frame, where nobody speaks yet, is what the
 * others are compared with; drifts are looked at window by window, of 81 frames each.
 */
final class PortraitMeasures {
    private static final int WINDOW = 81;
    /** A head that moves is no other head: differences are the least over shifts of so many pixels. */
    private static final int SHIFT = 4;

    /** Percent; what is beyond is not told apart. */
    private static final int MOST_ZOOM = 10;

    private final String name;
    private final Film film;
    private final DetectedFace face;
    private final double unit;
    private final String judge;
    private final double[] asked;

    /**
     * @param judge what {@code asked} is of the sound
     * @param asked how far the mouth should be open, one value a frame, in whatever unit
     */
    PortraitMeasures(String name, Film film, DetectedFace face, String judge, double[] asked) {
        this.name = name;
        this.film = film;
        this.face = face;
        this.judge = judge;
        this.asked = asked.clone();
        unit = unit(face);
    }

    private static double unit(DetectedFace face) {
        return Math.hypot(
                face.rightEye().x() - face.leftEye().x(),
                face.rightEye().y() - face.leftEye().y());
    }

    List<Figure> figures() {
        double[] opening = opening();
        int lag = 0;
        for (int shift = -4; shift <= 4; shift++) {
            if (Statistics.correlation(asked, opening, shift) > Statistics.correlation(asked, opening, lag)) {
                lag = shift;
            }
        }
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.atLeast(
                "%s: correlation of mouth and %s".formatted(name, judge), Statistics.correlation(asked, opening), 0.8));
        figures.add(Figure.atMost(name + ": frames that the mouth is late or early", Math.abs(lag), 0));
        figures.add(Figure.atMost(name + ": change of the face away from the mouth, of 255", identity(), 8));
        double sharp = sharpness(0);
        int[] windows = IntStream.iterate(WINDOW / 2, at -> at < film.frames().size(), at -> at + WINDOW)
                .toArray();
        double[] sharpness =
                Arrays.stream(windows).mapToDouble(at -> sharpness(at) / sharp).toArray();
        double[] color = Arrays.stream(windows).mapToDouble(this::colorChange).toArray();
        double[] zoom = Arrays.stream(windows).mapToDouble(this::zoom).toArray();
        print("sharpness", sharpness);
        print("color", color);
        print("zoom", zoom);
        figures.add(Figure.atLeast(
                name + ": sharpness of the face, least of the windows, share of the first frame's",
                Arrays.stream(sharpness).min().orElseThrow(),
                0.75));
        figures.add(Figure.atMost(
                name + ": change of the mean color, most of the windows, of 255", Statistics.max(color), 3));
        figures.add(Figure.atMost(name + ": zoom, most of the windows", Statistics.max(zoom), 0.03));
        return figures;
    }

    private void print(String what, double[] windows) {
        String values = Arrays.stream(windows).mapToObj("%.3f"::formatted).collect(Collectors.joining(" "));
        System.out.printf("      %s: %s by window: %s%n", name, what, values);
    }

    /**
     * How many pixels of the mouth's place are dark and were not in the first frame, in squares of the distance between the
     * eyes. Wrinkles and beards are always dark.
     */
    double[] opening() {
        int middle = (int) ((face.leftEye().x() + face.rightEye().x()) / 2);
        int eyes = (int) ((face.leftEye().y() + face.rightEye().y()) / 2);
        double skin = 0;
        int count = 0;
        for (int y = eyes + (int) (0.5 * unit); y < eyes + 0.7 * unit; y++) {
            for (int x = middle - (int) (0.5 * unit); x < middle + 0.5 * unit; x++) {
                skin += film.luma(0, x, y);
                count++;
            }
        }
        double dark = 0.6 * skin / count;
        double darker = 0.15 * skin / count;
        double[] opening = new double[film.frames().size()];
        for (int frame = 0; frame < opening.length; frame++) {
            int seen = 0;
            for (int y = eyes + (int) (0.85 * unit); y < Math.min(film.height(), eyes + 1.6 * unit); y++) {
                for (int x = middle - (int) (0.4 * unit); x < middle + 0.4 * unit; x++) {
                    double luma = film.luma(frame, x, y);
                    seen += luma < dark && film.luma(0, x, y) - luma > darker ? 1 : 0;
                }
            }
            opening[frame] = seen / (unit * unit);
        }
        return opening;
    }

    /** Mean over frames of how much brow, eyes and nose differ from the first frame. */
    private double identity() {
        return IntStream.iterate(1, frame -> frame < film.frames().size(), frame -> frame + 5)
                .mapToDouble(frame -> difference(frame, 1))
                .average()
                .orElseThrow();
    }

    /** Of brow, eyes and nose, the least over shifts. */
    private double difference(int frame, double scale) {
        double least = Double.MAX_VALUE;
        for (int dy = -SHIFT; dy <= SHIFT; dy++) {
            for (int dx = -SHIFT; dx <= SHIFT; dx++) {
                least = Math.min(least, difference(frame, scale, dx, dy));
            }
        }
        return least;
    }

    /** @param scale of the frame, about the middle between the eyes */
    private double difference(int frame, double scale, int dx, int dy) {
        double middleX = (face.leftEye().x() + face.rightEye().x()) / 2;
        double middleY = (face.leftEye().y() + face.rightEye().y()) / 2;
        long sum = 0;
        int count = 0;
        for (int y = top(); y < top() + 1.1 * unit; y += 2) {
            for (int x = face.x(); x < face.right(); x += 2) {
                int column = within(middleX + (x - middleX) * scale + dx, film.width());
                int row = within(middleY + (y - middleY) * scale + dy, film.height());
                for (int channel = 0; channel < 3; channel++) {
                    sum += Math.abs(film.value(0, x, y, channel) - film.value(frame, column, row, channel));
                    count++;
                }
            }
        }
        return (double) sum / count;
    }

    private static int within(double place, int size) {
        return (int) Math.max(0, Math.min(size - 1, Math.round(place)));
    }

    /** A little above the eyes. */
    private int top() {
        return Math.max(0, (int) (face.leftEye().y() - 0.5 * unit));
    }

    /** Mean absolute Laplacian of the face. */
    private double sharpness(int frame) {
        double sum = 0;
        int count = 0;
        for (int y = Math.max(1, face.y()); y < face.bottom() - 1; y++) {
            for (int x = Math.max(1, face.x()); x < face.right() - 1; x++) {
                sum += Math.abs(4 * film.luma(frame, x, y)
                        - film.luma(frame, x - 1, y)
                        - film.luma(frame, x + 1, y)
                        - film.luma(frame, x, y - 1)
                        - film.luma(frame, x, y + 1));
                count++;
            }
        }
        return sum / count;
    }

    /** Of the whole picture, the channel that changed most. */
    private double colorChange(int frame) {
        double most = 0;
        for (int channel = 0; channel < 3; channel++) {
            long sum = 0;
            for (int i = channel; i < film.frames().get(0).length; i += 3) {
                sum += (film.frames().get(frame)[i] & 0xff) - (film.frames().get(0)[i] & 0xff);
            }
            most = Math.max(most, Math.abs(sum / (double) (film.width() * film.height())));
        }
        return most;
    }

    /** By what share the face has become larger or smaller: the scale at which it looks most like the first frame. */
    private double zoom(int frame) {
        return IntStream.rangeClosed(-MOST_ZOOM, MOST_ZOOM)
                .boxed()
                .min(Comparator.comparingDouble(percent -> difference(frame, 1 + percent / 100.0)))
                .map(percent -> Math.abs(percent) / 100.0)
                .orElseThrow();
    }
}
