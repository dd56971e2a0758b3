package dev.parley.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Who is where in the picture: one mask per class of the reference's {@code ref_target_masks}, in its order: person 1,
 * person 2, background. The reference: {@code wan/multitalk.py}, {@code MultiTalkPipeline.generate}. With more people than
 * the reference tells apart, each has a class, and the background is the last one.
 */
public record SpeakerMasks(List<Mask> planes) {
    /** The share of the picture, or of a half, that is left out at each edge when no boxes are given. */
    private static final double FACE_SCALE = 0.05;

    /** The share of the picture's longer side that separates one speaker from the others. */
    private static final double STRIP = 0.1;

    /** As many as are told apart; the models were trained on two. */
    public static final int MOST_PEOPLE = 6;

    public SpeakerMasks {
        planes = List.copyOf(planes);
        if (planes.size() < 3 || planes.size() > MOST_PEOPLE + 1) {
            throw new IllegalArgumentException(
                    "Masks are of two to %d people and the background, not %d".formatted(MOST_PEOPLE, planes.size()));
        }
    }

    /**
     * The masks by which speakers are told apart from each other, and one speaker with a box from people who stay silent.
     * Empty if there is nobody to tell apart: one speaker without a box, or with one that leaves nothing else to be seen.
     *
     * @param video size of the video
     * @param boxes where the speakers are, or none for equal shares of the picture
     */
    public static Optional<SpeakerMasks> of(Size picture, Size video, int speakers, List<SpeakerBox> boxes) {
        if (speakers > 1) {
            return Optional.of(boxes.isEmpty() ? shares(picture, speakers) : boxes(picture, boxes));
        }
        return boxes.isEmpty()
                ? Optional.empty()
                : Optional.of(among(picture, boxes.get(0))).filter(masks -> !masks.holdsAll(video));
    }

    /**
     * One speaker among others: person 1 is in the box, person 2 is the rest of the picture, with a strip of background
     * around the box.
     */
    private static SpeakerMasks among(Size picture, SpeakerBox box) {
        double strip = Math.max(picture.height(), picture.width()) * STRIP;
        SpeakerBox grown = new SpeakerBox(
                Math.max(0, box.rowMin() - strip),
                Math.max(0, box.columnMin() - strip),
                box.rowMax() + strip,
                box.columnMax() + strip);
        return new SpeakerMasks(List.of(
                Mask.of(picture, box),
                new Mask(picture, (row, column) -> !grown.contains(row, column)),
                new Mask(picture, (row, column) -> grown.contains(row, column) && !box.contains(row, column))));
    }

    /** Whether person 1 is seen, and nobody else, or nothing in between. */
    private boolean holdsAll(Size video) {
        SpeakerMasks tokens = onTokens(video);
        return !tokens.planes.get(0).isEmpty()
                && (tokens.planes.get(1).isEmpty() || tokens.background().isEmpty());
    }

    /** One speaker: every pixel belongs to every class, because there is nothing to distinguish. */
    public static SpeakerMasks single(Size picture) {
        Mask everywhere = new Mask(picture, (row, column) -> true);
        return new SpeakerMasks(List.of(everywhere, everywhere, everywhere));
    }

    /** Two speakers, the first in the left half of the picture, the second in the right one. */
    public static SpeakerMasks halves(Size picture) {
        return shares(picture, 2);
    }

    /** Speakers side by side, each in an equal share of the picture's width. */
    private static SpeakerMasks shares(Size picture, int speakers) {
        int share = picture.width() / speakers;
        double top = picture.height() * FACE_SCALE;
        double bottom = picture.height() * (1 - FACE_SCALE);
        double left = share * FACE_SCALE;
        double right = share * (1 - FACE_SCALE);
        return boxes(
                picture,
                IntStream.range(0, speakers)
                        .mapToObj(i -> new SpeakerBox(top, left + i * share, bottom, right + i * share))
                        .toList());
    }

    /** Speakers in their boxes; what none covers is background. */
    public static SpeakerMasks boxes(Size picture, List<SpeakerBox> boxes) {
        List<Mask> planes = new ArrayList<>();
        boxes.forEach(box -> planes.add(Mask.of(picture, box)));
        planes.add(new Mask(picture, (row, column) -> isOutside(boxes, row, column)));
        return new SpeakerMasks(planes);
    }

    private static boolean isOutside(List<SpeakerBox> boxes, int row, int column) {
        for (SpeakerBox box : boxes) {
            if (box.contains(row, column)) {
                return false;
            }
        }
        return true;
    }

    /** What belongs to nobody. */
    public Mask background() {
        return planes.get(planes.size() - 1);
    }

    /** These masks for a video of {@code video} size, as the DiT takes them: one value per latent pixel. */
    public SpeakerMasks onLatent(Size video, Size latent) {
        return map(mask -> mask.cover(video).resize(latent));
    }

    /** These masks for a video of {@code video} size, at the size of the DiT's tokens. */
    public SpeakerMasks onTokens(Size video) {
        return onLatent(video, ModelGrid.latent(video)).resize(ModelGrid.tokens(video));
    }

    /** Latent masks at the size of the DiT's tokens. */
    public SpeakerMasks resize(Size size) {
        return map(mask -> mask.resize(size));
    }

    /**
     * Refuses masks of which one has no pixel left. The DiT divides by the area of each: nothing would come out but NaN.
     *
     * @param onTokens these masks at the size of the DiT's tokens
     */
    public void requireVisible(SpeakerMasks onTokens) {
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < planes.size(); i++) {
            if (onTokens.planes.get(i).isEmpty()) {
                faults.add("%s is nowhere on the model's grid of %s over a picture of %s"
                        .formatted(
                                i == planes.size() - 1 ? "the background" : "person " + (i + 1),
                                onTokens.planes.get(i).size(),
                                planes.get(i).size()));
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("Cannot tell the speakers apart: " + String.join("; ", faults)
                    + ". Give boxes that leave room for each speaker and for some background inside the cut picture");
        }
    }

    private SpeakerMasks map(UnaryOperator<Mask> change) {
        return new SpeakerMasks(planes.stream().map(change).toList());
    }
}
