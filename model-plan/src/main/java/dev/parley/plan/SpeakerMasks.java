package dev.parley.plan;

import java.util.ArrayList;
import java.util.List;
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
     * The masks of all speakers.
     *
     * @param boxes where they are, or none for equal shares of the picture; not looked at where one speaks
     */
    public static SpeakerMasks of(Size picture, int speakers, List<SpeakerBox> boxes) {
        if (speakers == 1) {
            return single(picture);
        }
        return boxes.isEmpty() ? shares(picture, speakers) : boxes(picture, boxes);
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
