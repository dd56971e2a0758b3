package dev.parley.worker.pantomime;

/** What is seen between parted lips: dark, the upper teeth unless the picture shows them, and the tongue of a wide open mouth. */
final class MouthInside {
    private static final double[] DARK = {66, 24, 25};
    private static final double[] LINE = {104, 52, 52};
    private static final double[] TEETH = {222, 212, 200};
    private static final double[] TONGUE = {132, 58, 60};
    /** In widths of the mouth. */
    private static final double TEETH_HIGH = 0.13;

    private final double width;
    private final double light;
    private final boolean ownTeeth;

    MouthInside(Portrait face) {
        width = face.mouthWidth();
        light = 0.35 + 0.65 * face.light();
        ownTeeth = face.gap() > 0;
    }

    /**
     * @param across -1 at the left corner of the mouth, 1 at the right one
     * @param below pixels under the upper lip
     * @param high pixels between the lips
     * @param bite how far the lower lip touches the teeth, 0 to 1
     * @param part of the pixel that is inside, 0 to 1
     */
    void draw(double across, double below, double high, double bite, double part, byte[] frame, int at) {
        double edge = Math.min(1, Math.min(below, high - below) / (0.06 * width));
        double shade = light * (0.7 + 0.3 * edge) * (1 - 0.5 * across * across);
        double tongue = PortraitPuppet.slope((below / high - 0.55) / 0.35)
                * PortraitPuppet.slope((high / width - 0.08) / 0.16)
                * PortraitPuppet.slope(2 - 2.2 * Math.abs(across));
        double teeth = ownTeeth ? 0 : teeth(across, below, high, bite);
        // Barely parted lips show each other's red rather than a black line.
        double seen = part * PortraitPuppet.slope(high / Math.max(1.5, 0.05 * width));
        for (int c = 0; c < 3; c++) {
            double back = DARK[c] + (TONGUE[c] - DARK[c]) * tongue;
            double color = shade * (back + (TEETH[c] - back) * teeth);
            frame[at + c] = (byte) Math.round((frame[at + c] & 0xff) * (1 - seen) + color * seen);
        }
    }

    /** Between lips that meet. */
    void line(double part, byte[] frame, int at) {
        for (int c = 0; c < 3; c++) {
            frame[at + c] = (byte) Math.round((frame[at + c] & 0xff) * (1 - part) + LINE[c] * light * part);
        }
    }

    /** The lip hides the most of them; they end softly, and are in the dark towards the corners. */
    private double teeth(double across, double below, double high, double bite) {
        double end = Math.min(TEETH_HIGH * width, (0.5 + 0.5 * bite) * high);
        double seen = PortraitPuppet.slope((end - below) / Math.max(1, 0.04 * width) + 0.5);
        return 0.92 * seen * PortraitPuppet.slope((0.86 - Math.abs(across)) / 0.35);
    }
}
