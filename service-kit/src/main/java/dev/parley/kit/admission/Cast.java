package dev.parley.kit.admission;

import dev.parley.contracts.Box;
import dev.parley.contracts.RenderPlan.SpeakerFace;
import dev.parley.contracts.RenderPlan.Spot;
import dev.parley.contracts.RenderRequest.Speaker;
import dev.parley.media.DetectedFace;
import dev.parley.plan.Cover;
import dev.parley.plan.ModelGrid;
import dev.parley.plan.Size;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which speaker has which of the faces in a picture. Faces that the video cuts off, by their middle, are left out. */
final class Cast {
    /** Head and shoulders, in sizes of the face: how far they go beside its middle, above and below it. */
    private static final double BESIDE = 1.1;

    private static final double ABOVE = 0.5;
    private static final double BELOW = 1.0;
    /** Of the picture's longer side: what two proposed boxes leave between them, for the background. */
    private static final double APART = 0.02;

    private final List<Speaker> speakers;
    private final List<DetectedFace> faces;
    private final Size picture;
    private final Size video;

    /**
     * @param speakers with their boxes in pixels of {@code picture}
     * @param faces from left to right
     */
    Cast(List<Speaker> speakers, List<DetectedFace> faces, Size picture, Size video) {
        this.speakers = List.copyOf(speakers);
        this.picture = picture;
        this.video = video;
        this.faces = faces.stream().filter(this::isSeen).toList();
    }

    private boolean isSeen(DetectedFace face) {
        Box shown = shown();
        return face.middleX() > shown.x()
                && face.middleX() < shown.right()
                && face.middleY() > shown.y()
                && face.middleY() < shown.bottom();
    }

    /** The part of the picture that the video shows. */
    private Box shown() {
        Cover cover = Cover.of(picture, video);
        double across = (double) picture.width() / cover.scaled().width();
        double down = (double) picture.height() / cover.scaled().height();
        return new Box(cover.left() * across, cover.top() * down, video.width() * across, video.height() * down);
    }

    List<DetectedFace> faces() {
        return faces;
    }

    /** How many pixels of the video a face is wide. */
    double widthInVideo(DetectedFace face) {
        return (double) face.width() * Cover.of(picture, video).scaled().width() / picture.width();
    }

    /**
     * Boxes around the faces, one for each speaker, where they tell more than equal shares of the picture would: nobody has
     * a box, each of several speakers has a face, and a share would cut one or hold two.
     */
    Optional<List<Speaker>> proposed() {
        boolean none = speakers.stream().allMatch(speaker -> speaker.box() == null);
        if (speakers.size() < 2 || faces.size() != speakers.size() || !none || sharesDo()) {
            return Optional.empty();
        }
        return Optional.of(IntStream.range(0, faces.size())
                .mapToObj(i -> speakers.get(i).withBox(proposal(i)))
                .toList());
    }

    /** Whether each speaker's share of the picture holds one whole face. */
    private boolean sharesDo() {
        return IntStream.range(0, faces.size()).allMatch(i -> holds(share(i), faces.get(i)));
    }

    private Box share(int speaker) {
        double width = (double) picture.width() / speakers.size();
        return new Box(speaker * width, 0, width, picture.height());
    }

    static boolean holds(Box box, DetectedFace face) {
        return face.x() >= box.x()
                && face.right() <= box.right()
                && face.y() >= box.y()
                && face.bottom() <= box.bottom();
    }

    private static boolean holdsMiddle(Box box, DetectedFace face) {
        return face.middleX() >= box.x()
                && face.middleX() < box.right()
                && face.middleY() >= box.y()
                && face.middleY() < box.bottom();
    }

    /** A box for whoever has this face, in whole pixels. */
    private Box proposal(int index) {
        DetectedFace face = faces.get(index);
        Box shown = shown();
        double gap = APART * Math.max(picture.width(), picture.height()) / 2;
        double left = Math.max(shown.x(), face.middleX() - BESIDE * face.width());
        double right = Math.min(shown.right(), face.middleX() + BESIDE * face.width());
        if (index > 0) {
            left = Math.max(left, between(faces.get(index - 1), face) + gap);
        }
        if (index + 1 < faces.size()) {
            right = Math.min(right, between(face, faces.get(index + 1)) - gap);
        }
        long top = Math.round(Math.max(shown.y(), face.y() - ABOVE * face.height()));
        long bottom = Math.round(Math.min(shown.bottom(), face.bottom() + BELOW * face.height()));
        long from = Math.round(left);
        return new Box(from, top, Math.max(1, Math.round(right) - from), bottom - top);
    }

    private static double between(DetectedFace left, DetectedFace right) {
        return (left.middleX() + right.middleX()) / 2;
    }

    /** The face that a speaker speaks with: of those in their part of the picture the widest. */
    Optional<DetectedFace> faceOf(int speaker) {
        Box part = speakers.get(speaker).box();
        Box place = part == null ? share(speaker) : part;
        return faces.stream()
                .filter(face -> holdsMiddle(place, face))
                .max(Comparator.comparingInt(DetectedFace::width));
    }

    /** Of each speaker who has one, the eyes. */
    List<SpeakerFace> eyes() {
        List<SpeakerFace> eyes = new ArrayList<>();
        for (int i = 0; i < speakers.size(); i++) {
            int speaker = i;
            faceOf(i)
                    .ifPresent(face -> eyes.add(new SpeakerFace(speaker, spot(face.leftEye()), spot(face.rightEye()))));
        }
        return eyes;
    }

    private static Spot spot(DetectedFace.Spot eye) {
        return new Spot(eye.x(), eye.y());
    }

    /** All of them, from left to right. */
    List<FoundFace> found() {
        List<Optional<DetectedFace>> owned =
                IntStream.range(0, speakers.size()).mapToObj(this::faceOf).toList();
        List<FoundFace> found = new ArrayList<>();
        for (int i = 0; i < faces.size(); i++) {
            DetectedFace face = faces.get(i);
            int owner = owned.indexOf(Optional.of(face));
            found.add(new FoundFace(
                    new Box(face.x(), face.y(), face.width(), face.height()),
                    Math.round(10 * widthInVideo(face) / ModelGrid.PIXELS_PER_TOKEN) / 10.0,
                    proposal(i),
                    owner < 0 ? null : owner));
        }
        return found;
    }
}
