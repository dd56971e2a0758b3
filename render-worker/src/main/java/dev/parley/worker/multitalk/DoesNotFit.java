package dev.parley.worker.multitalk;

/** The device has too little memory for a job, however the weights are held. */
final class DoesNotFit extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final FitLevel level;
    private final long needed;
    private final long there;

    /**
     * @param level the lowest
     * @param needed bytes on it
     * @param there bytes that the device has
     */
    DoesNotFit(FitLevel level, long needed, long there) {
        super("It needs %d bytes on the device even with %s; %d are available".formatted(needed, level, there));
        this.level = level;
        this.needed = needed;
        this.there = there;
    }

    FitLevel level() {
        return level;
    }

    long needed() {
        return needed;
    }

    long there() {
        return there;
    }
}
