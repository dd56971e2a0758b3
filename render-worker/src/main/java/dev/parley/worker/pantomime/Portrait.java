package dev.parley.worker.pantomime;

/**
 * The parts of a photographed face that move, in pixels of the video. Lengths go by the distance between the eyes,
 * directions by the line through them: {@code u} along it, {@code v} down the face, both from the middle of the line where
 * upper and lower lip part.
 *
 * @param leftEye as seen in the picture
 * @param eyesOpen whether eyes are seen that can blink: no sunglasses, no shadow
 * @param mouth middle of the line at which the mouth parts; of a mouth that is open already, the edge of the lower lip
 * @param slant how far the line goes down to the right, per pixel
 * @param bend how far its corners are below its middle, per square of their distance, in units; less than 0 where it smiles
 * @param mouthWidth of the part that opens
 * @param gap how far the mouth is open in the picture; 0 if it is closed
 * @param light how light the skin is, 0 to 1
 */
record Portrait(
        Point leftEye,
        Point rightEye,
        boolean eyesOpen,
        Point mouth,
        double slant,
        double bend,
        double mouthWidth,
        double gap,
        double light) {
    /** A place in the video. */
    record Point(double x, double y) {}

    /** Between the eyes. */
    double unit() {
        double dx = rightEye.x - leftEye.x;
        double dy = rightEye.y - leftEye.y;
        return Math.sqrt(dx * dx + dy * dy);
    }

    /** Cosine of the angle by which the head is turned clockwise. */
    double cosine() {
        return (rightEye.x - leftEye.x) / unit();
    }

    /** Sine of it. */
    double sine() {
        return (rightEye.y - leftEye.y) / unit();
    }
}
