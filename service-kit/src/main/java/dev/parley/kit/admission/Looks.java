package dev.parley.kit.admission;

import dev.parley.media.DetectedFace;
import java.util.List;

/**
 * What a picture shows.
 *
 * @param drawing whether it is a drawing for sure
 * @param faces from left to right, in pixels of the picture as it was given
 */
record Looks(boolean drawing, List<DetectedFace> faces) {
    Looks {
        faces = List.copyOf(faces);
    }

    /** Not only no drawing: somebody looks at the camera. */
    boolean photographOfSomebody() {
        return !drawing && !faces.isEmpty();
    }
}
