package dev.parley.bench.model;

import dev.parley.bench.layout.DitSizes;
import dev.parley.plan.ModelGrid;
import dev.parley.plan.Size;

/**
 * What a DiT is asked to make.
 *
 * @param video height and width, both divisible by 16
 * @param pixelFrames 4n+1
 */
record DitScene(DitSizes sizes, Size video, int pixelFrames, int people) {
    /** Pixels of the side of a token: 8 by the VAE, 2 by the patch. */
    private static final int TOKEN_SIDE = 16;

    DitScene {
        if (video.height() % TOKEN_SIDE != 0 || video.width() % TOKEN_SIDE != 0) {
            throw new IllegalArgumentException("Sides are divisible by 16, not " + video);
        }
        if (pixelFrames % DitSizes.FRAMES_PER_LATENT != 1 || pixelFrames <= 1) {
            throw new IllegalArgumentException("Frames are 5, 9, 13 and so on, not " + pixelFrames);
        }
        if (people != 1 && people != 2) {
            throw new IllegalArgumentException("One or two people speak, not " + people);
        }
    }

    Size latent() {
        return new Size(video.height() / 8, video.width() / 8);
    }

    long latentFrames() {
        return ModelGrid.latentFrames(pixelFrames);
    }

    long tokensPerFrame() {
        return (long) video.height() / TOKEN_SIDE * (video.width() / TOKEN_SIDE);
    }

    long tokens() {
        return latentFrames() * tokensPerFrame();
    }

    /**
     * The FLOP of one part in all blocks of one forward pass, two for each multiplication with its addition. Only
     * matrix products count: of the other parts the answer is 0. Keys and values of text, picture and voices do not:
     * passes find them made.
     */
    double flop(DitPart part) {
        double l = tokens();
        double c = sizes.width();
        double read = DitSizes.TEXT_TOKENS + DitSizes.IMAGE_TOKENS;
        double heard = (double) people * DitSizes.AUDIO_TOKENS; // by each latent frame
        double perBlock =
                switch (part) {
                    case SELF_LINEARS -> 4 * 2 * l * c * c;
                    case SELF_ATTENTION -> 4 * l * l * c;
                    case SPEAKER_MAP -> people == 1 ? 0 : 4 * l * tokensPerFrame() * c;
                    case TEXT_IMAGE -> 2 * 2 * l * c * c + 4 * l * read * c;
                    case AUDIO -> 2 * 2 * l * c * c + 4 * l * heard * c;
                    case FEED_FORWARD -> 2 * 2 * l * c * sizes.hidden();
                    case SELF_NORMS, NORMS, COPIES, OUTSIDE -> 0;
                };
        return sizes.layers() * perBlock;
    }

    /** The FLOP of the blocks in one forward pass. */
    double flop() {
        double sum = 0;
        for (DitPart part : DitPart.values()) {
            sum += flop(part);
        }
        return sum;
    }

    @Override
    public String toString() {
        return "%s, %d frames, %d %s, %d tokens"
                .formatted(video, pixelFrames, people, people == 1 ? "person" : "people", tokens());
    }
}
