package dev.parley.hub;

import java.io.IOException;

/** Why model files cannot be brought or are not right. The message says what, where, and what to do. */
public final class HubException extends IOException {
    private final Reason reason;

    /** What kind of trouble it is. */
    public enum Reason {
        /** No catalog entry, repository, revision or file of that name. */
        UNKNOWN,
        /** The hub wants a token, or another one. */
        DENIED,
        /** The hub does not answer, or answers nonsense, after all retries. */
        UNREACHABLE,
        /** The hub's content is not what the catalog or an earlier pull says. */
        OTHER_CONTENT,
        /** The bytes that came do not have the hash that the hub announced. */
        DAMAGED,
        /** The disk has not enough room. */
        NO_SPACE,
        /** Something else lies where a file is to go. */
        IN_THE_WAY
    }

    HubException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    HubException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What kind of trouble it is. */
    public Reason reason() {
        return reason;
    }
}
