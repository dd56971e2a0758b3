package dev.parley.media;

import java.nio.file.Path;

/** Reads, scales and joins pictures. */
public final class Pictures {
    /** Decodes the first picture of a file (PNG, JPEG, WebP, BMP, TIFF, GIF ...), alpha over black. */
    public static Picture read(Path file, Limits limits) throws MediaException {
        throw new UnsupportedOperationException();
    }

    /** Looks at a picture file as {@link #read} would, and decodes it to be sure. */
    public static PictureInfo inspect(Path file, Limits limits) throws MediaException {
        throw new UnsupportedOperationException();
    }

    /** Scales to cover {@code width x height}, antialiased bilinear, and cuts the middle out. */
    public static Picture cover(Picture picture, int width, int height) {
        throw new UnsupportedOperationException();
    }

    /** Two portraits of any sizes become one picture: same height, the left one left. */
    public static Picture sideBySide(Picture left, Picture right) {
        throw new UnsupportedOperationException();
    }

    /** The picture as a PNG file. */
    public static byte[] png(Picture picture) {
        throw new UnsupportedOperationException();
    }

    private Pictures() {}
}
