package dev.parley.worker.pantomime;

import dev.parley.worker.render.Region;

/**
 * One person of the picture, made movable: below the mouth the picture can be pulled down, the whole head can nod, and
 * between the lips it gets dark. Weights are laid out once; drawing a frame is integer arithmetic over the head alone.
 */
final class Puppet {
    private static final int ONE = 256;
    /** Wide open, the lower lip is this many mouth widths down. */
    private static final double DROP = 0.42;
    /** How far a nod goes, in mouth widths. */
    private static final double NOD = 0.11;

    private final long[] still;
    /** Pairs of pixels in a row; so are {@link #left} and {@link #width}. */
    private final int pictureWidth;

    private final int pictureHeight;
    private final int left;
    private final int top;
    private final int width;
    private final int height;
    /** How much of the jaw's and of the head's way each pair goes along, 0 to 256. */
    private final short[] jaw;

    private final short[] head;
    /** The pairs of each row that move at all: from, inclusive, and to, exclusive. */
    private final int[] from;

    private final int[] to;
    private final double drop;
    private final double nod;
    private final MouthCavity cavity;

    /** @param still the picture that is moved, see {@link Pairs} */
    Puppet(long[] still, int pictureWidth, Region region, Mouth mouth) {
        this.still = still;
        this.pictureWidth = pictureWidth / 2;
        this.pictureHeight = still.length / this.pictureWidth;
        drop = DROP * mouth.width();
        nod = NOD * mouth.width();
        cavity = new MouthCavity(mouth, region, pictureWidth);
        int reach = mouth.width() * 7 / 4;
        left = (Math.max(region.left(), mouth.x() - reach) + 1) / 2;
        top = Math.max(region.top(), mouth.y() - mouth.width() * 4);
        width = Math.max(0, Math.min(region.right(), mouth.x() + reach) / 2 - left);
        height = Math.min(region.bottom(), mouth.y() + mouth.width() * 5 / 2) - top;
        jaw = new short[width * height];
        head = new short[width * height];
        from = new int[height];
        to = new int[height];
        for (int y = 0; y < height; y++) {
            from[y] = width;
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                weigh(at, (left + x) * 2 + 0.5 - mouth.x(), top + y - mouth.y(), mouth.width());
                if (jaw[at] != 0 || head[at] != 0) {
                    from[y] = Math.min(from[y], x);
                    to[y] = x + 1;
                }
            }
        }
    }

    private void weigh(int at, double dx, double dy, double mouthWidth) {
        double beside = Math.abs(dx) / (1.15 * mouthWidth);
        double below = dy / mouthWidth;
        // The lip goes all the way at once (the cavity hides the tear), the chin with it, the neck stays.
        double along = below < 0 ? 0 : Math.min(1, below / 0.1) * slope(1 - (below - 0.9) / 1.3);
        jaw[at] = (short) Math.round(ONE * along * slope(1 - beside));
        double sideways = dx / (1.75 * mouthWidth);
        double upwards = (dy + 1.2 * mouthWidth) / (2.6 * mouthWidth);
        double far = Math.sqrt(sideways * sideways + upwards * upwards);
        head[at] = (short) Math.round(ONE * slope(1.6 * (1 - far)));
    }

    /** From 0 to 1 without a corner. */
    private static double slope(double t) {
        double within = Math.max(0, Math.min(1, t));
        return within * within * (3 - 2 * within);
    }

    /**
     * Draws the person.
     *
     * @param pairs the frame before; becomes this frame, which goes three quarters of the way from there to where the
     *     voice wants it
     * @param frame the same as bytes; holds the still picture where nothing moves
     * @param open 0 to 256
     * @param nods -256 to 256
     */
    void draw(long[] pairs, byte[] frame, int open, int nods) {
        int jawWay = (int) (drop * open);
        int headWay = (int) (nod * nods);
        for (int y = 0; y < height; y++) {
            if (from[y] < to[y]) {
                drawRow(y, jawWay, headWay, pairs, frame);
            }
        }
        cavity.draw(pairs, frame, open / (double) ONE, drop, nod * nods / ONE);
    }

    /** @param jawWay, headWay in 1/256 pixels, downwards */
    private void drawRow(int y, int jawWay, int headWay, long[] pairs, byte[] frame) {
        int row = (top + y) << 8;
        int last = (pictureHeight - 1) << 8;
        int column = left + from[y];
        int weight = y * width + from[y];
        int at = (top + y) * pictureWidth + column;
        int end = at + to[y] - from[y];
        for (; at < end; column++, weight++, at++) {
            int source = row - ((jaw[weight] * jawWay + head[weight] * headWay) >> 8);
            source = Math.max(0, Math.min(last, source));
            int above = (source >> 8) * pictureWidth + column;
            int below = source < last ? above + pictureWidth : above;
            long wanted = Pairs.mix(still[above], still[below], source & 0xff);
            long pair = Pairs.follow(pairs[at], wanted);
            pairs[at] = pair;
            if (at + 1 < end) {
                Pairs.writeLoosely(pair, frame, at);
            } else {
                Pairs.write(pair, frame, at);
            }
        }
    }
}
