package dev.parley.cli;

/** What {@code parley} ends with; part of its contract with scripts, and of its help. */
final class ExitCode {
    static final int OK = 0;
    /** The job failed. */
    static final int FAILED = 1;
    /** The command line, the request or one of its inputs is wrong; nobody needs to try again. */
    static final int INVALID = 2;
    /** The job was cancelled, by somebody else. */
    static final int CANCELLED = 3;
    /** The farm cannot be reached or started, or cannot answer. */
    static final int NO_FARM = 4;
    /** The video cannot be written. */
    static final int NO_OUTPUT = 5;

    /** By Ctrl-C; what a JVM ends with that SIGINT ended. */
    static final int INTERRUPTED = 130;

    /** A status of HTTP that is no {@link #INVALID}: a later call may succeed. */
    static final int TOO_MANY = 429;

    private ExitCode() {}
}
