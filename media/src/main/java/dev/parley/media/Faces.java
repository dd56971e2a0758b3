package dev.parley.media;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.setNumThreads;
import static org.bytedeco.opencv.global.opencv_imgproc.equalizeHist;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Finds faces by OpenCV's cascades of Haar features, after Viola and Jones. They know upright faces from the front, half
 * turned ones as well; of profiles, and of heads that lie on their side, they know nothing. They see pixels only, decoded
 * and bounded before: no file of a stranger gets to OpenCV.
 */
public final class Faces {
    /** The search looks at a picture of this longer side, so that its time has a bound. */
    private static final int LONGER_SIDE = 800;
    /** Of what is seen in a small picture only when it is made larger, more is nothing. */
    private static final double LARGEST_SCALE = 2;
    /** Smaller ones are not looked for, in pixels of the picture that is searched: in a smaller one, in a larger one. */
    private static final int SMALLEST = 26;

    private static final int SMALLEST_ENLARGED = 40;

    /** @return from left to right; empty where there is none, as in most drawings */
    public static List<DetectedFace> find(Picture picture) {
        double scale = (double) LONGER_SIDE / Math.max(picture.width(), picture.height());
        List<DetectedFace> faces = find(picture, Math.min(1, scale), SMALLEST);
        return faces.isEmpty() && scale > 1 ? find(picture, Math.min(LARGEST_SCALE, scale), SMALLEST_ENLARGED) : faces;
    }

    private static List<DetectedFace> find(Picture picture, double scale, int smallest) {
        Picture searched = scale == 1
                ? picture
                : Bilinear.resize(picture, scaled(picture.width(), scale), scaled(picture.height(), scale));
        return search(searched, smallest).stream()
                .map(face -> within(face.scaled(1 / scale), picture))
                .sorted(Comparator.comparingDouble(DetectedFace::middleX).thenComparingInt(DetectedFace::y))
                .toList();
    }

    private static int scaled(int side, double scale) {
        return Math.max(1, (int) Math.round(side * scale));
    }

    /** A face that the cascade found, and how many of its eyes are seen. */
    private record Candidate(DetectedFace face, int eyes) {}

    private static List<DetectedFace> search(Picture picture, int smallest) {
        setNumThreads(1); // results come in the same order everywhere
        try (BytePointer gray = new BytePointer(Luma.of(picture));
                Mat pixels = new Mat(picture.height(), picture.width(), CV_8UC1, gray);
                Mat even = new Mat()) {
            equalizeHist(pixels, even);
            List<Candidate> candidates = Cascade.FACES.find(even, 1.1, 3, smallest, Integer.MAX_VALUE).stream()
                    .map(square -> {
                        EyeFinder eyes = EyeFinder.in(even, square);
                        return new Candidate(eyes.face(), eyes.seen());
                    })
                    .filter(found -> found.eyes > 0 || SkinTone.isSeen(picture, found.face))
                    .toList();
            return withoutDoubles(candidates);
        }
    }

    /** Of what overlaps, that of which more eyes are seen, or else the larger. */
    private static List<DetectedFace> withoutDoubles(List<Candidate> candidates) {
        List<DetectedFace> kept = new ArrayList<>();
        Stream<DetectedFace> best = candidates.stream()
                .sorted(Comparator.comparingInt(Candidate::eyes)
                        .thenComparingInt(found -> found.face.width())
                        .reversed())
                .map(Candidate::face);
        best.forEachOrdered(face -> {
            if (kept.stream().noneMatch(face::overlaps)) {
                kept.add(face);
            }
        });
        return kept;
    }

    private static DetectedFace within(DetectedFace face, Picture picture) {
        int left = Math.min(face.x(), picture.width() - 1);
        int top = Math.min(face.y(), picture.height() - 1);
        return new DetectedFace(
                left,
                top,
                Math.min(face.width(), picture.width() - left),
                Math.min(face.height(), picture.height() - top),
                face.leftEye(),
                face.rightEye());
    }

    private Faces() {}
}
