package dev.parley.worker.claim;

/** What becomes of a claim when the work on it has ended. */
public enum Verdict {
    /** Nobody needs to work on it again. */
    DONE,
    /** Somebody else may try. */
    GIVE_BACK,
    /** Nobody shall try again, and it was not done. */
    GIVE_UP
}
