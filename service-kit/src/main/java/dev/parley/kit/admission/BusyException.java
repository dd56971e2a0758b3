package dev.parley.kit.admission;

/** As much is under way as may be; the same call may succeed later. */
public final class BusyException extends RuntimeException {
    public BusyException(String message) {
        super(message);
    }
}
