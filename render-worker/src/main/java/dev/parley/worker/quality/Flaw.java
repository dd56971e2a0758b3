package dev.parley.worker.quality;

import static java.util.Objects.requireNonNull;

/** @param detail what was found, and what was expected */
public record Flaw(Defect defect, String detail) {
    public Flaw {
        requireNonNull(defect, "defect");
        requireNonNull(detail, "detail");
    }
}
