package dev.parley.media;

import static java.util.Objects.requireNonNull;

/** A file that is not what it should be. {@link #problem} says which way, for programs; the message says it to people. */
public final class MediaException extends Exception {
    /** What is wrong with the file. */
    public enum Problem {
        /** Not a file of any kind we read, or damaged. */
        UNREADABLE,
        /** Readable, but of a kind that is not accepted here (a playlist, a document, a network reference). */
        UNSUPPORTED,
        TOO_MANY_BYTES,
        TOO_SMALL,
        TOO_LARGE,
        TOO_SHORT,
        TOO_LONG,
        /** Sound with nothing to hear in it. */
        SILENT,
        /** Sound so far beyond full scale that its samples must mean something else. */
        TOO_LOUD,
        /** Sound with values that are not numbers. */
        NOT_FINITE,
        /** No track of the wanted kind inside. */
        NO_TRACK,
        /** The sound has fewer channels than the one that is wanted. */
        NO_CHANNEL
    }

    private final Problem problem;

    public MediaException(Problem problem, String message) {
        this(problem, message, null);
    }

    public MediaException(Problem problem, String message, Throwable cause) {
        super(requireNonNull(message, "message"), cause);
        this.problem = requireNonNull(problem, "problem");
    }

    public Problem problem() {
        return problem;
    }
}
