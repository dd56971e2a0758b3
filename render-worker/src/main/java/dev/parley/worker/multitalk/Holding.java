package dev.parley.worker.multitalk;

import static java.util.Objects.requireNonNull;

import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequest.Quantization;

/** How a model's weights are held while it is open: what a job cannot have of a model that was opened otherwise. */
record Holding(Quantization quantization, boolean lowVram) {
    Holding {
        requireNonNull(quantization, "quantization");
    }

    /** @param request with all defaults filled in */
    static Holding of(RenderRequest request) {
        return new Holding(request.quantization(), request.lowVram());
    }
}
