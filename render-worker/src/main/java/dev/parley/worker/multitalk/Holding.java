package dev.parley.worker.multitalk;

import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequest.Quantization;

/** How a model's weights are held while it is open: what a job cannot have of a model that was opened otherwise. */
record Holding(boolean int8, boolean lowVram) {
    /** @param request with all defaults filled in, of an admitted plan: fp8 is refused before */
    static Holding of(RenderRequest request) {
        return new Holding(request.quantization() == Quantization.INT8, request.lowVram());
    }
}
