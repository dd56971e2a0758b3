package dev.parley.worker.claim;

/** What happens to a claim when the work on it has ended. */
public enum Verdict {
    /** Done; no further work is needed. */
    DONE,
    /** Another worker may try. */
    GIVE_BACK,
    /** Not done, and not to be tried again. */
    GIVE_UP
}
