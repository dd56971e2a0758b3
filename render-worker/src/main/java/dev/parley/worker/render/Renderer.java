package dev.parley.worker.render;

import dev.parley.contracts.RenderRequest.Engine;
import java.util.Optional;

/** An engine that turns a picture and voices into frames. One per process, shared by all jobs; used by one at a time. */
public interface Renderer {
    /** The engine that it is; a worker has at most one renderer for each. */
    Engine engine();

    /**
     * What is wrong with this machine, so that nothing it renders can be trusted; empty where nothing is. May take a second
     * the first time.
     */
    default Optional<String> problem() {
        return Optional.empty();
    }

    /**
     * Prepares what all windows of a job share.
     *
     * @throws IllegalArgumentException when these inputs cannot be rendered by this engine, nor by any other of its kind
     */
    RenderSession open(JobInputs inputs);

    /** Whether {@link #open} may have to read a model first, which takes long. */
    default boolean hasModel() {
        return false;
    }
}
