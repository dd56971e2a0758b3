package dev.parley.hub;

/** Who hears how a pull goes. Called from several threads. */
public interface PullListener {
    /** Hears nothing. */
    PullListener SILENT = new PullListener() {};

    /** A file is begun; {@code there} of its bytes need not be fetched. */
    default void begins(PullPlan.PlannedFile file, long there) {}

    /** So many bytes came; negative: so many are of no use and will be fetched again. */
    default void bytes(long count) {}

    /** A file is in its place, complete and checked. */
    default void done(PullPlan.PlannedFile file) {}

    /** Something that passes: a retry, or somebody else who brings the same file. */
    default void note(String what) {}
}
