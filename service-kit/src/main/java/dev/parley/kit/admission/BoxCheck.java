package dev.parley.kit.admission;

import dev.parley.contracts.Box;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RenderRequest.Speaker;
import dev.parley.contracts.Violation;
import dev.parley.plan.Mask;
import dev.parley.plan.ModelGrid;
import dev.parley.plan.Size;
import dev.parley.plan.SpeakerBox;
import dev.parley.plan.SpeakerMasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the speakers are where an engine can find them. The picture is scaled to cover the video and its middle is cut
 * out; MultiTalk then looks at one pixel for each of its tokens, and two people and the background need one each. It is
 * asked with the model's own masks: what they refuse would fail on the GPU. One speaker's box needs only one token: where it
 * leaves nobody else in sight, nobody is told apart.
 */
final class BoxCheck {
    private final List<Speaker> speakers;
    private final Size picture;
    private final Size video;
    private final List<Violation> faults = new ArrayList<>();

    private BoxCheck(List<Speaker> speakers, Size picture, Size video) {
        this.speakers = speakers;
        this.picture = picture;
        this.video = video;
    }

    /** The speakers with their boxes in pixels of {@code picture}, as plans have them. */
    static List<Speaker> inPixels(List<Speaker> speakers, Size picture) {
        return speakers.stream()
                .map(speaker -> speaker.box() == null ? speaker : speaker.withBox(inPixels(speaker.box(), picture)))
                .toList();
    }

    private static Box inPixels(Box box, Size picture) {
        return box.inPixels(picture.width(), picture.height());
    }

    /** @param speakers with their boxes as they were sent */
    static List<Violation> faults(Engine engine, List<Speaker> speakers, Size picture, Size video) {
        BoxCheck check = new BoxCheck(speakers, picture, video);
        List<Optional<SpeakerBox>> boxes = check.boxes();
        if (check.faults.isEmpty()) {
            switch (engine) {
                case MULTITALK -> check.tellApart(boxes);
                case PANTOMIME -> check.seen(boxes);
            }
        }
        return check.faults;
    }

    private List<Optional<SpeakerBox>> boxes() {
        List<Optional<SpeakerBox>> boxes = new ArrayList<>();
        for (int i = 0; i < speakers.size(); i++) {
            boxes.add(box(i));
        }
        return boxes;
    }

    private Optional<SpeakerBox> box(int speaker) {
        if (speakers.get(speaker).box() == null) {
            return Optional.empty();
        }
        Box box = inPixels(speakers.get(speaker).box(), picture);
        if (box.x() < 0 || box.y() < 0 || box.right() > picture.width() || box.bottom() > picture.height()) {
            fault(
                    speaker,
                    "box-outside",
                    "found %s, the picture is %d x %d".formatted(edges(box), picture.width(), picture.height()));
            return Optional.empty();
        }
        if (!SpeakerBox.holdsPixels(box.y(), box.x(), box.bottom(), box.right())) {
            fault(speaker, "box-empty", holdsNothing(speakers.get(speaker).box()));
            return Optional.empty();
        }
        return Optional.of(box.toSpeakerBox());
    }

    private String holdsNothing(Box box) {
        boolean forgotten = box.unit() == null && box.right() <= 1 && box.bottom() <= 1;
        return "found %s, which do not contain a whole pixel%s"
                .formatted(
                        edges(box),
                        forgotten
                                ? "; fractions of the picture need \"unit\": \"fraction\", or percent signs in --box"
                                : "");
    }

    private void tellApart(List<Optional<SpeakerBox>> own) {
        Optional<SpeakerMasks> apart =
                SpeakerMasks.of(picture, video, speakers.size(), SpeakerBox.orShares(own, picture));
        if (apart.isEmpty()) {
            return; // there is nobody else
        }
        SpeakerMasks masks = apart.get().onTokens(video);
        for (int i = 0; i < speakers.size(); i++) {
            if (masks.planes().get(i).isEmpty()) {
                fault(i, "box-empty", nothingLeft(i));
            }
        }
        if (speakers.size() > 1 && masks.background().isEmpty()) {
            faults.add(new Violation(
                    "speakers",
                    "no-background",
                    "the speakers' boxes leave no background on the model's grid of %s at %s, which it tells them apart from; "
                                    .formatted(grid(), pixels())
                            + "leave a strip of %d pixels of the picture outside both, or give no boxes"
                                    .formatted(pixelsPerToken(picture, video))));
        }
    }

    /** Pantomime draws wherever there is a pixel. */
    private void seen(List<Optional<SpeakerBox>> own) {
        for (int i = 0; i < speakers.size(); i++) {
            Optional<SpeakerBox> box = own.get(i);
            if (box.isPresent() && Mask.of(picture, box.get()).cover(video).isEmpty()) {
                fault(
                        i,
                        "box-empty",
                        "found %s, of which nothing is left at %s, after scaling and cropping"
                                .formatted(edges(speakers.get(i).box()), pixels()));
            }
        }
    }

    private String nothingLeft(int speaker) {
        Box box = speakers.get(speaker).box();
        return "found %s, of which nothing is left on the model's grid of %s at %s, after scaling and cropping; "
                        .formatted(
                                box == null
                                        ? "no box, so a %s of the picture"
                                                .formatted(speakers.size() == 2 ? "half" : "share")
                                        : edges(box),
                                grid(),
                                pixels())
                + "a box of %1$d x %1$d pixels in the middle of the picture is always seen"
                        .formatted(pixelsPerToken(picture, video));
    }

    private String grid() {
        Size tokens = ModelGrid.tokens(video);
        return tokens.width() + " x " + tokens.height();
    }

    private String pixels() {
        return video.width() + " x " + video.height();
    }

    /** How many pixels of the picture, at most, lie between two that the model looks at. */
    static int pixelsPerToken(Size picture, Size video) {
        double scale = Math.max((double) video.width() / picture.width(), (double) video.height() / picture.height());
        return 1 + (int) Math.ceil(ModelGrid.PIXELS_PER_TOKEN / scale);
    }

    private String edges(Box box) {
        String sent = "x %s..%s, y %s..%s".formatted(box.x(), box.right(), box.y(), box.bottom());
        return box.unit() == null ? sent : "%s (pixels %s)".formatted(sent, edges(inPixels(box, picture)));
    }

    private void fault(int speaker, String code, String message) {
        faults.add(new Violation("speakers[" + speaker + "].box", code, message));
    }
}
