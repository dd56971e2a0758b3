package dev.parley.worker.claim;

/** The work was asked to stop. Nothing is wrong with it. */
public final class StoppedException extends RuntimeException {
    private final Stop.Reason reason;

    public StoppedException(Stop.Reason reason) {
        super("stopped: " + reason, null, false, false);
        this.reason = reason;
    }

    public Stop.Reason reason() {
        return reason;
    }
}
