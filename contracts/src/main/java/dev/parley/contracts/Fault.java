package dev.parley.contracts;

import com.fasterxml.jackson.annotation.JsonAlias;

/** Why an attempt ended without a video. The kind decides what happens next; nothing ever reads message text. */
public enum Fault {
    /** The request or its inputs cannot be rendered, by anyone, ever. */
    BAD_INPUT,
    /** The machine had too little memory; another worker may have more. */
    OUT_OF_MEMORY,
    /** Kafka, the store or an input's host failed for longer than this attempt could wait. */
    DEPENDENCY,
    /** A step, a window or the job took longer than allowed. */
    TIMEOUT,
    /** No worker began the job while its request, or the farm, let it wait. */
    EXPIRED,
    /** A window came out broken, and once more with other noise. */
    QUALITY,
    /** Parley itself is wrong. Older farms wrote {@code BUG}. */
    @JsonAlias("BUG")
    INTERNAL;

    public boolean worthAnotherAttempt() {
        return switch (this) {
            case OUT_OF_MEMORY, DEPENDENCY, TIMEOUT -> true;
            case BAD_INPUT, EXPIRED, QUALITY, INTERNAL -> false;
        };
    }
}
