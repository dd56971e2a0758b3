package dev.parley.multitalk;

/** How long a video may be. */
public enum Mode {
    /** One window; speech beyond it is ignored. */
    CLIP,
    /** As many windows as the voices need. */
    STREAMING
}
