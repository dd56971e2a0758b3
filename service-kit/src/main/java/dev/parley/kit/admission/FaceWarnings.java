package dev.parley.kit.admission;

import dev.parley.contracts.Box;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RenderRequest.Speaker;
import dev.parley.contracts.Warning;
import dev.parley.contracts.WarningCode;
import dev.parley.media.DetectedFace;
import dev.parley.plan.ModelGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the faces of a picture say about a request. None of it keeps a job from being taken: the search may err. */
final class FaceWarnings {
    /** A mouth is less than half as wide as its face: below this a model has two tokens for it. */
    private static final int FEW_PIXELS = 4 * ModelGrid.PIXELS_PER_TOKEN;
    /** Below this pantomime has nothing to move. */
    private static final int NO_MOUTH = 40;

    private final Cast cast;
    private final List<Speaker> speakers;
    private final boolean drawing;
    private final Engine engine;
    private final List<Warning> warnings = new ArrayList<>();

    private FaceWarnings(Cast cast, List<Speaker> speakers, boolean drawing, Engine engine) {
        this.cast = cast;
        this.speakers = speakers;
        this.drawing = drawing;
        this.engine = engine;
    }

    /** @param speakers with boxes of their own, in pixels of the picture */
    static List<Warning> of(Cast cast, List<Speaker> speakers, boolean drawing, Engine engine) {
        FaceWarnings about = new FaceWarnings(cast, speakers, drawing, engine);
        about.count();
        for (int i = 0; i < speakers.size(); i++) {
            about.place(i);
        }
        return about.warnings;
    }

    /** Of drawings it says nothing where it finds less: their faces are often none to a search that knows photographs. */
    private void count() {
        int faces = cast.faces().size();
        boolean anyBox = speakers.stream().anyMatch(speaker -> speaker.box() != null);
        if (faces == 0 && !drawing) {
            add(
                    WarningCode.NO_FACE,
                    "image",
                    "found no face that looks at the camera; one should be as wide as a twentieth of the picture, upright and"
                            + " in light. It is rendered all the same, and the mouth may be looked for in a wrong place");
        } else if (faces > speakers.size() && !anyBox) {
            add(
                    WarningCode.MORE_FACES,
                    "speakers",
                    "found %d faces, %s; say by a box who speaks, from left to right: %s"
                            .formatted(faces, voices(), proposals()),
                    faces,
                    speakers.size());
        } else if (faces > 0 && faces < speakers.size() && !drawing) {
            add(
                    WarningCode.FEWER_FACES,
                    "speakers",
                    "found %s, %s; give each speaker a box if there are more people in the picture"
                            .formatted(faces == 1 ? "one face" : faces + " faces", voices()),
                    faces,
                    speakers.size());
        }
    }

    private String voices() {
        return speakers.size() == 1 ? "one voice" : speakers.size() + " voices";
    }

    private String proposals() {
        return String.join(
                "; ",
                cast.found().stream().map(face -> numbers(face.proposal())).toList());
    }

    /** As {@code --box} takes it. */
    private static String numbers(Box box) {
        return Math.round(box.x())
                + "," + Math.round(box.y())
                + "," + Math.round(box.width())
                + "," + Math.round(box.height());
    }

    private void place(int speaker) {
        Box box = speakers.get(speaker).box();
        cast.faceOf(speaker).ifPresentOrElse(face -> look(speaker, box, face), () -> miss(speaker, box));
    }

    private void look(int speaker, Box box, DetectedFace face) {
        if (box != null && !Cast.holds(box, face)) {
            add(
                    WarningCode.BOX_CUTS_FACE,
                    boxOf(speaker),
                    "the box cuts a face, which is at x %d..%d, y %d..%d"
                            .formatted(face.x(), face.right(), face.y(), face.bottom()));
        }
        double wide = cast.widthInVideo(face);
        if (engine == Engine.MULTITALK && wide < FEW_PIXELS) {
            add(
                    WarningCode.SMALL_FACE,
                    "image",
                    String.format(
                            Locale.ROOT,
                            "the face of speaker %d has %.0f pixels in the video, %.1f tokens of the model's grid: the mouth"
                                    + " will be one or two; cut the picture closer, or render larger",
                            speaker + 1,
                            wide,
                            wide / ModelGrid.PIXELS_PER_TOKEN),
                    speaker + 1,
                    Math.round(wide));
        } else if (engine == Engine.PANTOMIME && wide < NO_MOUTH) {
            add(
                    WarningCode.SMALL_FACE,
                    "image",
                    "the face of speaker %d has %.0f pixels in the video, too few to see its mouth move; cut the picture closer"
                            .formatted(speaker + 1, wide),
                    speaker + 1,
                    Math.round(wide));
        }
    }

    private void miss(int speaker, Box box) {
        if (box != null && !drawing && !cast.faces().isEmpty()) {
            add(
                    WarningCode.BOX_WITHOUT_FACE,
                    boxOf(speaker),
                    "found no face in the box, though %s in the picture: %s"
                            .formatted(cast.faces().size() == 1 ? "there is one" : "there are some", proposals()),
                    cast.faces().size());
        }
    }

    private static String boxOf(int speaker) {
        return "speakers[" + speaker + "].box";
    }

    private void add(WarningCode code, String path, String message, Object... values) {
        warnings.add(code.at(path, message, values));
    }
}
