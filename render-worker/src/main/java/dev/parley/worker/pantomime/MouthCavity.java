package dev.parley.worker.pantomime;

import dev.parley.worker.render.Region;

/** The dark between the lips, with a hint of upper teeth. */
final class MouthCavity {
    private static final int[] DARK = {46, 14, 18};
    private static final int[] TEETH = {206, 196, 186};
    private static final int MOST = 232;

    private final Mouth mouth;
    private final Region region;
    private final int pictureWidth;

    MouthCavity(Mouth mouth, Region region, int pictureWidth) {
        this.mouth = mouth;
        this.region = region;
        this.pictureWidth = pictureWidth;
    }

    /**
     * @param open 0 to 1
     * @param drop pixels between the lips of a wide open mouth
     * @param nod pixels the head is down
     */
    void draw(long[] pairs, byte[] frame, double open, double drop, double nod) {
        double halfHeight = open * drop * 0.52;
        if (halfHeight < 0.4) {
            return;
        }
        // A mouth that opens gets narrower.
        double halfWidth = mouth.width() * (0.46 - 0.08 * open);
        double middle = mouth.y() + nod + halfHeight * 0.9;
        int firstRow = Math.max(region.top(), (int) (middle - halfHeight));
        int lastRow = Math.min(region.bottom() - 1, (int) (middle + halfHeight) + 1);
        int firstColumn = Math.max(region.left(), (int) (mouth.x() - halfWidth));
        int lastColumn = Math.min(region.right() - 1, (int) (mouth.x() + halfWidth) + 1);
        for (int y = firstRow; y <= lastRow; y++) {
            double dy = (y - middle) / halfHeight;
            for (int x = firstColumn; x <= lastColumn; x++) {
                double dx = (x - mouth.x()) / halfWidth;
                double inside = 1 - dx * dx - dy * dy;
                if (inside > 0) {
                    boolean teeth = dy < -0.35 && open > 0.4 && Math.abs(dx) < 0.7;
                    int part = (int) Math.min(MOST, inside * 4 * 256);
                    blend(frame, (y * pictureWidth + x) * 3, teeth ? TEETH : DARK, part);
                }
            }
            Pairs.read(frame, pairs, (y * pictureWidth + firstColumn) / 2, (y * pictureWidth + lastColumn) / 2 + 1);
        }
    }

    private static void blend(byte[] frame, int at, int[] color, int part) {
        for (int c = 0; c < 3; c++) {
            frame[at + c] = (byte) (((frame[at + c] & 0xff) * (256 - part) + color[c] * part + 128) >> 8);
        }
    }
}
