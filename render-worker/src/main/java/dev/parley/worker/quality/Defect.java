package dev.parley.worker.quality;

/** What is wrong with a window. */
public enum Defect {
    /** Numbers in it are none: what follows from them would be black or gray. */
    NOT_FINITE,
    /** A frame is black, or of one color, which the picture is not. */
    BLANK,
    /** The colors are far from the picture's. */
    OFF_COLOR,
    /** It does not begin where the window before it ended. */
    SEAM,
    /** Nothing moves where somebody is heard to speak. */
    STILL
}
