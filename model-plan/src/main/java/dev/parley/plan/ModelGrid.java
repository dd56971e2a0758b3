package dev.parley.plan;

/** How the model cuts a video up: 8x8 pixels are a latent pixel, 2x2 of those are a token of the DiT. */
public final class ModelGrid {
    public static final int PIXELS_PER_LATENT = 8;

    /** What both sides of a video are divisible by. */
    public static final int PIXELS_PER_TOKEN = 2 * PIXELS_PER_LATENT;

    /** Of a video, a frame of it. */
    public static Size latent(Size video) {
        return new Size(video.height() / PIXELS_PER_LATENT, video.width() / PIXELS_PER_LATENT);
    }

    /** Rows and columns of tokens in a frame of a video. */
    public static Size tokens(Size video) {
        return new Size(video.height() / PIXELS_PER_TOKEN, video.width() / PIXELS_PER_TOKEN);
    }

    /** Of so many pixel frames, 4n+1: the first one alone, the others by four. */
    public static int latentFrames(int pixelFrames) {
        return 1 + (pixelFrames - 1) / 4;
    }

    private ModelGrid() {}
}
