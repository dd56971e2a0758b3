package dev.parley.worker.job;

import java.util.OptionalDouble;

/**
 * How long the parts of an attempt's windows take, measured on those it has rendered: the lead to a window's first step, each
 * step, and the tail from the last step to the next window. Times are seconds of one clock.
 */
final class Pace {
    private final boolean longTail;
    private double at;
    private int done;
    private double firstTook;
    private int firstSteps;
    private double laterTook;
    private int laterSteps;
    private double tail;
    private boolean tailKnown;

    /** @param longTail whether the tail must be known before anything can be guessed */
    Pace(boolean longTail) {
        this.longTail = longTail;
    }

    /** A window begins; the one before it, if any, has ended. */
    void begin(double now) {
        if (done > 0) {
            tail = now - at;
            tailKnown = true;
        }
        at = now;
        done = 0;
    }

    /** @param steps that are done of this window */
    void step(double now, int steps) {
        // A window that is begun anew, for it did not fit the device, comes to its first step again.
        if (done == 0 || steps <= done) {
            firstTook = now - at;
            firstSteps = steps;
        } else {
            laterTook += now - at;
            laterSteps += steps - done;
        }
        at = now;
        done = steps;
    }

    /** How long a step takes; empty before the first one is done. */
    OptionalDouble stepSeconds() {
        return firstSteps == 0 ? OptionalDouble.empty() : OptionalDouble.of(step());
    }

    private double step() {
        return laterSteps > 0 ? laterTook / laterSteps : firstTook / firstSteps;
    }

    /**
     * What is left.
     *
     * @param steps of each window
     * @param windows that follow this one
     */
    OptionalDouble left(double now, int steps, int windows) {
        if (firstSteps == 0 || longTail && !tailKnown) {
            return OptionalDouble.empty();
        }
        double lead = Math.max(0, firstTook - firstSteps * step());
        double whole = lead + steps * step() + tail;
        double spent = done == 0 ? 0 : lead + done * step();
        double since = done == 0 || done == steps ? now - at : 0;
        return OptionalDouble.of(Math.max(0, whole - spent - since) + windows * whole);
    }
}
