package dev.parley.worker.pantomime;

/**
 * What a photographed face does in a frame. All zero is the picture as it is.
 *
 * @param speaking how far the picture's own mouth is left for the voice's, 0 to 1
 * @param open how far the mouth is open, 0 to 1
 * @param wide -1 for rounded lips to 1 for spread ones
 * @param bite how far the lower lip touches the upper teeth, 0 to 1
 * @param blink how far the eyes are shut, 0 to 1
 * @param nod how far the head is down, -1 to 1
 * @param sway how far it is to the right, -1 to 1
 * @param tilt how far it is turned clockwise, -1 to 1
 */
record Pose(
        double speaking, double open, double wide, double bite, double blink, double nod, double sway, double tilt) {
    static final Pose STILL = new Pose(0, 0, 0, 0, 0, 0, 0, 0);
}
