package dev.parley.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Who is where in the picture: one mask per class of the reference's {@code ref_target_masks}, in its order: person 1,
 * person 2, background. The reference: {@code wan/multitalk.py}, {@code MultiTalkPipeline.generate}.
 */
public record SpeakerMasks(List<Mask> planes) {
    /** The share of the picture, or of a half, that is left out at each edge when no boxes are given. */
    private static final double FACE_SCALE = 0.05;

    private static final List<String> NAMES = List.of("person 1", "person 2", "the background");

    public SpeakerMasks {
        planes = List.copyOf(planes);
        if (planes.size() != 3) {
            throw new IllegalArgumentException(
                    "Masks are person 1, person 2 and the background, not %d".formatted(planes.size()));
        }
    }

    /**
     * The masks of one or two speakers.
     *
     * @param boxes where two speakers are, or none for the left and the right half; not looked at where one speaks
     */
    public static SpeakerMasks of(Size picture, int speakers, List<SpeakerBox> boxes) {
        if (speakers == 1) {
            return single(picture);
        }
        return boxes.isEmpty() ? halves(picture) : boxes(picture, boxes.get(0), boxes.get(1));
    }

    /** One speaker: every pixel belongs to every class, because there is nothing to distinguish. */
    public static SpeakerMasks single(Size picture) {
        Mask everywhere = new Mask(picture, (row, column) -> true);
        return new SpeakerMasks(List.of(everywhere, everywhere, everywhere));
    }

    /** Two speakers, the first in the left half of the picture, the second in the right one. */
    public static SpeakerMasks halves(Size picture) {
        int half = picture.width() / 2;
        double top = picture.height() * FACE_SCALE;
        double bottom = picture.height() * (1 - FACE_SCALE);
        double left = half * FACE_SCALE;
        double right = half * (1 - FACE_SCALE);
        return boxes(
                picture,
                new SpeakerBox(top, left, bottom, right),
                new SpeakerBox(top, left + half, bottom, right + half));
    }

    /** Two speakers in their boxes; what neither covers is background. */
    public static SpeakerMasks boxes(Size picture, SpeakerBox first, SpeakerBox second) {
        return new SpeakerMasks(List.of(
                Mask.of(picture, first),
                Mask.of(picture, second),
                new Mask(picture, (row, column) -> !first.contains(row, column) && !second.contains(row, column))));
    }

    /** What belongs to nobody. */
    public Mask background() {
        return planes.get(2);
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
                                NAMES.get(i),
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
