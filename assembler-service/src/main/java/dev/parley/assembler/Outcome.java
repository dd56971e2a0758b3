package dev.parley.assembler;

import dev.parley.contracts.WireName;

/** How the assembler is done with a job. */
enum Outcome {
    /** There is a video now. */
    COMPLETED,
    /** There was one already; it was announced again. */
    REPEATED,
    /** Somebody cancelled the job; there is no video. */
    CANCELLED,
    /** What the workers left can never become a video. */
    FAILED,
    /** The chunk said it was the last one, the plan has more. */
    NOT_THE_LAST;

    String word() {
        return WireName.label(this);
    }
}
