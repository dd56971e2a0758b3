package dev.parley.worker.render;

/** An engine that turns a picture and voices into frames. One per process, shared by all jobs; used by one at a time. */
public interface Renderer {
    /** The name that a plan calls it by, as {@code pantomime}. */
    String engine();

    /**
     * Prepares what all windows of a job share.
     *
     * @throws IllegalArgumentException when the scene cannot be rendered by this engine, nor by any other of its kind
     */
    RenderSession open(Scene scene);
}
