package dev.parley.media;

import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import dev.parley.media.DetectedFace.Spot;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/** The eyes of a face, with glasses or without: one on each side of its upper part, nearest to where eyes usually are. */
final class EyeFinder {
    /** Faces are looked at in this size, whatever theirs is. */
    private static final int SIDE = 200;

    private static final double UPPER = 0.6;
    private static final int SMALLEST = 30;
    private static final int LARGEST = 80;

    private final Rectangle face;
    private final Optional<Spot> left;
    private final Optional<Spot> right;

    /** @param gray the picture, evened out */
    static EyeFinder in(Mat gray, Rectangle face) {
        int high = Math.max(1, (int) (UPPER * face.height()));
        try (Rect upper = new Rect(face.x(), face.y(), face.width(), high);
                Mat part = new Mat(gray, upper);
                Mat large = new Mat();
                Size size = new Size(SIDE, (int) (UPPER * SIDE))) {
            resize(part, large, size, 0, 0, INTER_LINEAR);
            return new EyeFinder(face, Cascade.EYES.find(large, 1.05, 2, SMALLEST, LARGEST));
        }
    }

    private EyeFinder(Rectangle face, List<Rectangle> eyes) {
        this.face = face;
        left = nearest(eyes, DetectedFace.EYE_BESIDE, 0, 0.48);
        right = nearest(eyes, 1 - DetectedFace.EYE_BESIDE, 0.52, 1);
    }

    /** In the picture, of those between two shares of the face's width. */
    private Optional<Spot> nearest(List<Rectangle> eyes, double usual, double from, double to) {
        return eyes.stream()
                .map(eye -> new Spot((eye.x() + eye.width() / 2.0) / SIDE, (eye.y() + eye.height() / 2.0) / SIDE))
                .filter(eye -> eye.x() >= from && eye.x() <= to)
                .min(Comparator.comparingDouble(eye -> Math.hypot(eye.x() - usual, eye.y() - DetectedFace.EYE_BELOW)))
                .map(eye -> new Spot(face.x() + eye.x() * face.width(), face.y() + eye.y() * face.height()));
    }

    int seen() {
        return (left.isPresent() ? 1 : 0) + (right.isPresent() ? 1 : 0);
    }

    /** The face, with an eye that is not seen at the height of the other. */
    DetectedFace face() {
        DetectedFace usual = new DetectedFace(face.x(), face.y(), face.width(), face.height());
        double apart = (1 - 2 * DetectedFace.EYE_BESIDE) * face.width();
        return new DetectedFace(
                face.x(),
                face.y(),
                face.width(),
                face.height(),
                left.or(() -> right.map(eye -> new Spot(eye.x() - apart, eye.y())))
                        .orElse(usual.leftEye()),
                right.or(() -> left.map(eye -> new Spot(eye.x() + apart, eye.y())))
                        .orElse(usual.rightEye()));
    }
}
