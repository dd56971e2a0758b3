package dev.parley.media;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.setNumThreads;
import static org.bytedeco.opencv.global.opencv_imgproc.equalizeHist;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Finds faces by OpenCV's cascade of Haar features, after Viola and Jones. It knows upright faces from the front, half
 * turned ones as well; of profiles, and of heads that lie on their side, it knows nothing. It sees pixels only, decoded
 * and bounded before: no file of a stranger gets to OpenCV.
 */
public final class Faces {
    /** The search looks at a picture of this longer side, so that its time has a bound. */
    private static final int LONGER_SIDE = 800;
    /** Smaller ones in that picture are not looked for: as wide as a thirtieth of it. */
    private static final int SMALLEST = 26;

    private static final double SCALE_STEP = 1.1;
    private static final int NEIGHBORS = 3;
    private static final int NO_FLAGS = 0;

    /** @return from left to right; empty where there is none, as in most drawings */
    public static List<DetectedFace> find(Picture picture) {
        double scale = Math.min(1, (double) LONGER_SIDE / Math.max(picture.width(), picture.height()));
        Picture small = scale == 1
                ? picture
                : Bilinear.resize(picture, scaled(picture.width(), scale), scaled(picture.height(), scale));
        List<DetectedFace> faces = new ArrayList<>();
        for (DetectedFace found : findSmall(small)) {
            faces.add(enlarged(found, scale, picture));
        }
        faces.sort(Comparator.comparingDouble(DetectedFace::middleX).thenComparingInt(DetectedFace::y));
        return List.copyOf(faces);
    }

    private static int scaled(int side, double scale) {
        return Math.max(1, (int) Math.round(side * scale));
    }

    private static List<DetectedFace> findSmall(Picture picture) {
        setNumThreads(1); // a setting of the thread: results come in the same order everywhere
        try (BytePointer gray = new BytePointer(Luma.of(picture));
                Mat pixels = new Mat(picture.height(), picture.width(), CV_8UC1, gray);
                Mat even = new Mat();
                RectVector found = new RectVector();
                Size smallest = new Size(SMALLEST, SMALLEST);
                Size any = new Size()) {
            equalizeHist(pixels, even);
            Cascade.FACES.detect(even, found, SCALE_STEP, NEIGHBORS, NO_FLAGS, smallest, any);
            List<DetectedFace> faces = new ArrayList<>();
            for (long i = 0; i < found.size(); i++) {
                try (Rect rect = found.get(i)) {
                    faces.add(new DetectedFace(rect.x(), rect.y(), rect.width(), rect.height()));
                }
            }
            return faces;
        }
    }

    private static DetectedFace enlarged(DetectedFace found, double scale, Picture picture) {
        int left = within(found.x() / scale, picture.width() - 1);
        int top = within(found.y() / scale, picture.height() - 1);
        int right = within(found.right() / scale, picture.width());
        int bottom = within(found.bottom() / scale, picture.height());
        return new DetectedFace(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
    }

    private static int within(double at, int most) {
        return (int) Math.max(0, Math.min(most, Math.round(at)));
    }

    private Faces() {}
}
