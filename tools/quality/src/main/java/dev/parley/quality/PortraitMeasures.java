package dev.parley.quality;

import dev.parley.media.DetectedFace;
import dev.parley.media.Faces;
import dev.parley.plan.FrameRate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How good a video of one photographed person is, whatever made it. The first frame, where nobody speaks yet, is what the
 * others are compared with; drifts are looked at window by window, of 81 frames each.
 */
final class PortraitMeasures {
    private static final int WINDOW = 81;
    /** A head that moves is no other head: differences are the least over shifts of so many pixels. */
    private static final int SHIFT = 4;

    private final String name;
    private final Film film;
    private final DetectedFace face;
    private final double unit;
    private final double[] loudness;

    PortraitMeasures(String name, Film film, DetectedFace face, float[] voice) {
        this.name = name;
        this.film = film;
        this.face = face;
        unit = unit(face);
        loudness = loudness(voice, film.frames().size());
    }

    private static double unit(DetectedFace face) {
        return Math.hypot(
                face.rightEye().x() - face.leftEye().x(),
                face.rightEye().y() - face.leftEye().y());
    }

    private static double[] loudness(float[] voice, int frames) {
        double[] loudness = new double[frames];
        for (int i = 0; i < voice.length; i++) {
            int frame = i / FrameRate.SAMPLES_PER_FRAME;
            if (frame < frames) {
                loudness[frame] += voice[i] * voice[i];
            }
        }
        return Arrays.stream(loudness)
                .map(sum -> Math.sqrt(sum / FrameRate.SAMPLES_PER_FRAME))
                .toArray();
    }

    List<Figure> figures() {
        double[] opening = opening();
        int lag = 0;
        for (int shift = -4; shift <= 4; shift++) {
            if (Statistics.correlation(loudness, opening, shift) > Statistics.correlation(loudness, opening, lag)) {
                lag = shift;
            }
        }
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.atLeast(
                name + ": correlation of mouth and loudness", Statistics.correlation(loudness, opening), 0.8));
        figures.add(Figure.atMost(name + ": frames that the mouth is late or early", Math.abs(lag), 0));
        figures.add(Figure.atMost(name + ": change of the face away from the mouth, of 255", identity(), 8));
        double sharp = sharpness(0);
        double leastSharp = 1;
        double color = 0;
        double zoom = 0;
        for (int at = WINDOW / 2; at < film.frames().size(); at += WINDOW) {
            leastSharp = Math.min(leastSharp, sharpness(at) / sharp);
            color = Math.max(color, colorChange(at));
            zoom = Math.max(zoom, zoom(at));
        }
        figures.add(Figure.atLeast(
                name + ": sharpness of the face, least of the windows, share of the first frame's", leastSharp, 0.75));
        figures.add(Figure.atMost(name + ": change of the mean color, most of the windows, of 255", color, 3));
        figures.add(Figure.atMost(name + ": zoom, most of the windows, share of the eyes' distance", zoom, 0.06));
        return figures;
    }

    /** How many pixels of the mouth's place are dark, in squares of the distance between the eyes. */
    private double[] opening() {
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
        double dark = 0.45 * skin / count;
        double[] opening = new double[film.frames().size()];
        for (int frame = 0; frame < opening.length; frame++) {
            int seen = 0;
            for (int y = eyes + (int) (0.85 * unit); y < Math.min(film.height(), eyes + 1.6 * unit); y++) {
                for (int x = middle - (int) (0.4 * unit); x < middle + 0.4 * unit; x++) {
                    seen += film.luma(frame, x, y) < dark ? 1 : 0;
                }
            }
            opening[frame] = seen / (unit * unit);
        }
        return opening;
    }

    /** Mean over frames of how much brow, eyes and nose differ from the first frame. */
    private double identity() {
        double sum = 0;
        int frames = 0;
        for (int frame = 1; frame < film.frames().size(); frame += 5) {
            double least = Double.MAX_VALUE;
            for (int dy = -SHIFT; dy <= SHIFT; dy++) {
                for (int dx = -SHIFT; dx <= SHIFT; dx++) {
                    least = Math.min(least, difference(frame, dx, dy));
                }
            }
            sum += least;
            frames++;
        }
        return sum / frames;
    }

    private double difference(int frame, int dx, int dy) {
        long sum = 0;
        int count = 0;
        for (int y = top(); y < top() + 1.1 * unit; y += 2) {
            for (int x = face.x(); x < face.right(); x += 2) {
                int column = Math.max(0, Math.min(film.width() - 1, x + dx));
                int row = Math.max(0, Math.min(film.height() - 1, y + dy));
                for (int channel = 0; channel < 3; channel++) {
                    sum += Math.abs(film.value(0, x, y, channel) - film.value(frame, column, row, channel));
                    count++;
                }
            }
        }
        return (double) sum / count;
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

    /** How far the distance of the eyes, looked for anew, is from the first frame's; not a number without a face. */
    private double zoom(int frame) {
        return Faces.find(film.picture(frame)).stream()
                .mapToDouble(found -> Math.abs(found.width() - face.width()) / (double) face.width())
                .min()
                .orElse(Double.NaN);
    }
}
