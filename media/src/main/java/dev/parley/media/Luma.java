package dev.parley.media;

/** How light the pixels of a picture are, as BT.601 weighs them. */
final class Luma {
    /** A byte for each pixel, row by row. */
    static byte[] of(Picture picture) {
        byte[] rgb = picture.rgb();
        byte[] luma = new byte[rgb.length / 3];
        for (int i = 0; i < luma.length; i++) {
            int at = 3 * i;
            int sum = 77 * (rgb[at] & 0xff) + 150 * (rgb[at + 1] & 0xff) + 29 * (rgb[at + 2] & 0xff);
            luma[i] = (byte) (sum + 128 >> 8);
        }
        return luma;
    }

    private Luma() {}
}
