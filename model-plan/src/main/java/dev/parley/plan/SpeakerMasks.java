package dev.parley.plan;

import java.util.ArrayList;
import java.util.Arrays;
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

    /** One speaker: everything belongs to every class, and nothing is ever told apart. */
    public static SpeakerMasks single(Size picture) {
        boolean[] all = new boolean[picture.height() * picture.width()];
        Arrays.fill(all, true);
        Mask everywhere = new Mask(picture, all);
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
        int pixels = picture.height() * picture.width();
        boolean[] one = new boolean[pixels];
        boolean[] two = new boolean[pixels];
        boolean[] background = new boolean[pixels];
        for (int i = 0; i < pixels; i++) {
            one[i] = first.contains(i / picture.width(), i % picture.width());
            two[i] = second.contains(i / picture.width(), i % picture.width());
            background[i] = !one[i] && !two[i];
        }
        return new SpeakerMasks(List.of(new Mask(picture, one), new Mask(picture, two), new Mask(picture, background)));
    }

    /** These masks for a video of {@code video} size, as the DiT takes them: one value per latent pixel. */
    public SpeakerMasks onLatent(Size video, Size latent) {
        return map(mask -> mask.cover(video).resize(latent));
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
                faults.add("%s has %d pixels in a picture of %s and none on the model's grid of %s"
                        .formatted(
                                NAMES.get(i),
                                planes.get(i).area(),
                                planes.get(i).size(),
                                onTokens.planes.get(i).size()));
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
