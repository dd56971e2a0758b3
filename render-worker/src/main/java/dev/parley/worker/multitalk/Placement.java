package dev.parley.worker.multitalk;

import dev.parley.multitalk.ModelOptions;

/**
 * How a model's weights are held while it is open: what a job cannot have of a model that was opened otherwise.
 *
 * @param blockBytes how much of the transformer's blocks stays on the device where they leave; otherwise 0
 */
record Placement(FitLevel level, long blockBytes) {
    /** {@code options}, with weights held so. */
    ModelOptions of(ModelOptions options) {
        return level.numbers(options).withOffload(level.offload(blockBytes));
    }
}
