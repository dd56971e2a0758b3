package dev.parley.worker.job;

import java.util.OptionalDouble;

/**
 * How long the parts of an attempt's windows take, in the mean of those it has rendered: the lead to a window's first
 * step, each step, and the tail from the last step to the next window. One window alone says little where other work
 * comes and goes; a short one counts for as much less as it takes less. Times are seconds of one clock, and each is kept
 * beside the size of the windows that it was taken of.
 */
final class Pace {
    private final boolean longTail;
    private double at;
    private int done;
    private int all = 1;
    private double size = 1;
    private double firstTook; // all windows' first steps with the leads to them
    private double firstSteps; // each as the share of its window
    private double leads;
    private double laterTook;
    private double laterSteps;
    private double tailsTook;
    private double tails;

    /** @param longTail whether the tail must be known before anything can be guessed */
    Pace(boolean longTail) {
        this.longTail = longTail;
    }

    /**
     * A window begins; the one before it, if any, has ended.
     *
     * @param size of the window beside others
     */
    void begin(double now, double size) {
        if (done > 0) {
            tailsTook += now - at;
            tails += this.size;
        }
        at = now;
        done = 0;
        this.size = size;
    }

    /**
     * @param steps that are done of this window
     * @param all steps of this window: an engine without a model makes fewer of a short one
     */
    void step(double now, int steps, int all) {
        // A window that is begun anew, for it did not fit the device, comes to its first step again.
        if (done == 0 || steps <= done) {
            firstTook += now - at;
            firstSteps += size * steps / all;
            leads += size;
        } else {
            laterTook += now - at;
            laterSteps += size * (steps - done) / all;
        }
        at = now;
        done = steps;
        this.all = all;
    }

    /** How long a step of this window takes; empty before the first one is done. */
    OptionalDouble stepSeconds() {
        return firstSteps == 0 ? OptionalDouble.empty() : OptionalDouble.of(size * steps() / all);
    }

    /** All steps of a window. */
    private double steps() {
        return laterSteps > 0 ? laterTook / laterSteps : firstTook / firstSteps;
    }

    /**
     * What is left.
     *
     * @param sizes of all windows that follow this one
     */
    OptionalDouble left(double now, double sizes) {
        if (firstSteps == 0 || longTail && tails == 0) {
            return OptionalDouble.empty();
        }
        double lead = Math.max(0, (firstTook - firstSteps * steps()) / leads);
        double tail = tails == 0 ? 0 : tailsTook / tails;
        double whole = lead + steps() + tail;
        double spent = done == 0 ? 0 : lead + steps() * done / all;
        double since = done == 0 || done == all ? now - at : 0;
        return OptionalDouble.of(Math.max(0, size * (whole - spent) - since) + sizes * whole);
    }
}
