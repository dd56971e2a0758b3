package dev.parley.worker.multitalk;

/** The device has too little memory for a job, however the weights are held. */
final class DoesNotFit extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Rung rung;
    private final long needed;
    private final long there;

    /**
     * @param rung the lowest
     * @param needed bytes on it
     * @param there bytes that the device has
     */
    DoesNotFit(Rung rung, long needed, long there) {
        super("It needs %d bytes on the device even as %s, there are %d".formatted(needed, rung, there));
        this.rung = rung;
        this.needed = needed;
        this.there = there;
    }

    Rung rung() {
        return rung;
    }

    long needed() {
        return needed;
    }

    long there() {
        return there;
    }
}
