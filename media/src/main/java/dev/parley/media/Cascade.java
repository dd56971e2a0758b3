package dev.parley.media;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

/** What OpenCV was taught to find, in the files that its native part brings. Loaded when it is first asked for. */
enum Cascade {
    /** Of the four for faces the one that sees least where there is nothing. */
    FACES("haarcascade_frontalface_alt.xml"),
    /** Also behind glasses. */
    EYES("haarcascade_eye_tree_eyeglasses.xml");

    static {
        NativeMemory.unlimited();
    }

    private static final String FOLDER = "/org/bytedeco/opencv/%s/share/opencv4/haarcascades/";

    private final String file;
    private CascadeClassifier classifier;

    Cascade(String file) {
        this.file = file;
    }

    /**
     * One search at a time: a classifier is no two threads' at once.
     *
     * @param scaleStep by which the search widens
     * @param neighbors how many hits make a find
     * @param smallest side of what is found, in pixels
     * @param largest side of it
     */
    synchronized List<Rectangle> find(Mat gray, double scaleStep, int neighbors, int smallest, int largest) {
        if (classifier == null) {
            classifier = load();
        }
        int most = Math.min(largest, Math.max(gray.rows(), gray.cols()));
        try (RectVector found = new RectVector();
                Size least = new Size(smallest, smallest);
                Size greatest = new Size(most, most)) {
            classifier.detectMultiScale(gray, found, scaleStep, neighbors, 0, least, greatest);
            List<Rectangle> places = new ArrayList<>();
            for (long i = 0; i < found.size(); i++) {
                try (Rect rect = found.get(i)) {
                    places.add(new Rectangle(rect.x(), rect.y(), rect.width(), rect.height()));
                }
            }
            return places;
        }
    }

    private CascadeClassifier load() {
        String resource = FOLDER.formatted(Loader.getPlatform()) + file;
        try {
            File cached = Loader.cacheResource(resource);
            if (cached == null) {
                throw new IllegalStateException("OpenCV's native part does not bring " + resource);
            }
            CascadeClassifier loaded = new CascadeClassifier(cached.getPath());
            if (loaded.empty()) {
                throw new IllegalStateException("OpenCV reads no classifier from " + cached);
            }
            return loaded;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack " + resource, e);
        }
    }
}
