package dev.parley.kit.admission;

import dev.parley.contracts.RenderRequest.Box;

/**
 * What is left of a person's box where the model looks: the picture is scaled to cover the bucket, its middle is cut out,
 * and one token stands for 16x16 pixels of that. A person whose box misses every token has no mouth to move.
 */
record TokenGrid(int pictureWidth, int pictureHeight, int width, int height) {
    private static final int PIXELS_PER_TOKEN = 16;

    int tokens(Box box) {
        double scale = Math.max((double) width / pictureWidth, (double) height / pictureHeight);
        double left = (Math.ceil(scale * pictureWidth) - width) / 2;
        double top = (Math.ceil(scale * pictureHeight) - height) / 2;
        return covered(box.x() * scale - left, (box.x() + box.width()) * scale - left, width)
                * covered(box.y() * scale - top, (box.y() + box.height()) * scale - top, height);
    }

    /** How many token centres of one axis lie in {@code [from, to)}, given in pixels of the bucket. */
    private static int covered(double from, double to, int pixels) {
        int count = 0;
        for (int token = 0; token < pixels / PIXELS_PER_TOKEN; token++) {
            double centre = (token + 0.5) * PIXELS_PER_TOKEN;
            if (centre >= from && centre < to) {
                count++;
            }
        }
        return count;
    }
}
