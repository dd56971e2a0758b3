package dev.parley.multitalk;

/** How long a video may be. */
public enum Mode {
    /** One window; what is said beyond it is not heard. */
    CLIP,
    /** As many windows as the voices need. */
    STREAMING
}
