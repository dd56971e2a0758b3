package dev.parley.kit.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.kit.admission.Inputs.MissingInputException;
import dev.parley.media.MediaException;
import dev.parley.media.PictureInfo;
import dev.parley.media.Pictures;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Pictures for people to look at, smaller than they were given and in a format that every browser shows: those that videos
 * begin with, for lists, and inputs as they are.
 */
@ApplicationScoped
public class Posters {
    private static final int POSTER = 480;
    private static final int WHOLE = 1280;
    private static final long MOST_BYTES = 32L << 20;

    private final Inputs inputs;
    private final Cache<Poster, byte[]> made = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Poster poster, byte[] jpeg) -> jpeg.length)
            .build();

    private record Poster(String picture, int width, int height) {}

    @Inject
    Posters(Inputs inputs) {
        this.inputs = inputs;
    }

    /**
     * What a video begins with: the picture as it is cropped. A JPEG of at most 480 pixels a side.
     *
     * @param picture an input
     * @param width pixels of the video, as {@code height}
     */
    public byte[] of(String picture, int width, int height) throws MediaException, MissingInputException {
        return fitted(picture, width, height, POSTER);
    }

    /** The whole picture, upright: a JPEG of at most 1280 pixels a side. */
    public byte[] whole(String picture) throws MediaException, MissingInputException {
        PictureInfo info = inputs.picture(picture);
        return fitted(picture, info.width(), info.height(), WHOLE);
    }

    private byte[] fitted(String picture, int width, int height, int longest)
            throws MediaException, MissingInputException {
        double scale = Math.min(1, (double) longest / Math.max(width, height));
        Poster wanted = new Poster(picture, scaled(width, scale), scaled(height, scale));
        byte[] jpeg = made.getIfPresent(wanted);
        if (jpeg == null) {
            jpeg = ScenePainter.jpeg(
                    ScenePainter.image(Pictures.cover(inputs.pixels(picture), wanted.width, wanted.height)));
            made.put(wanted, jpeg);
        }
        return jpeg;
    }

    private static int scaled(int side, double scale) {
        return Math.max(1, (int) Math.round(side * scale));
    }
}
