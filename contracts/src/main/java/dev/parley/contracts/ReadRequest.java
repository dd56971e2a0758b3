package dev.parley.contracts;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A request that {@link RequestReader} let pass, and what its sender should know of it all the same.
 *
 * @param wording how its sender put it
 */
public record ReadRequest(RenderRequest request, List<Warning> warnings, RequestWording wording) {
    public ReadRequest {
        requireNonNull(request, "request");
        warnings = List.copyOf(warnings);
        requireNonNull(wording, "wording");
    }

    /** Another request, made of this one. */
    public ReadRequest with(RenderRequest other) {
        return new ReadRequest(other, warnings, wording);
    }
}
