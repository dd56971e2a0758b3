package dev.parley.media;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

/** What OpenCV was taught to find, in the files that its native part brings. Loaded when it is first asked for. */
enum Cascade {
    /** Of the four for faces the one that sees least where there is nothing. */
    FACES("haarcascade_frontalface_alt.xml");

    static {
        NativeMemory.unlimited();
    }

    private static final String FOLDER = "/org/bytedeco/opencv/%s/share/opencv4/haarcascades/";

    private final String file;
    private CascadeClassifier classifier;

    Cascade(String file) {
        this.file = file;
    }

    /** One search at a time: a classifier is no two threads' at once. Arguments as OpenCV's. */
    synchronized void detect(
            Mat gray, RectVector found, double scaleStep, int neighbors, int flags, Size smallest, Size largest) {
        if (classifier == null) {
            classifier = load();
        }
        classifier.detectMultiScale(gray, found, scaleStep, neighbors, flags, smallest, largest);
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
