package dev.parley.worker.job;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How long the parts of an attempt's windows take, in the mean of those it has rendered: the lead to a window's first
 * step, each step, and the tail from the last step to the next window. One window alone says little where other work
 * comes and goes; a short one counts for as much less as it takes less, and an early one for less than a late one. Times
 * are seconds of one clock, and each is kept beside the size of the windows that it was taken of.
 *
 * <p>A process's first window of a kind takes longer than those after it, up to a third where it was measured: memory is
 * touched and code compiled for the first time. So it is taken for shorter than it was, and counts little beside others.
 */
final class Pace {
    /** Halfway to a third: whatever the first window's excess is, what follows is met within 15 %. */
    static final double FIRST_TAKES_LONGER = 1.17;

    private static final double FIRST_COUNTS = 0.25;
    /** Of a window, for all that an attempt before knew: a machine's load changes between jobs. */
    private static final double BEFORE_COUNTS = 0.5;

    private final boolean longTail;
    private boolean first; // window of its kind in this process
    private double at;
    private int done;
    private int all = 1;
    private double size = 1;
    private final Mean firstSteps = new Mean(); // with the leads to them, each beside the share of its window
    private final Mean leads = new Mean(); // the same, each beside its window
    private final Mean laterSteps = new Mean();
    private final Mean tails = new Mean();

    /** @param longTail whether the tail must be known before anything can be guessed */
    Pace(boolean longTail) {
        this.longTail = longTail;
        this.first = true;
    }

    /** Goes by what another attempt of the same kind knew, until it knows better. */
    Pace(boolean longTail, Pace before) {
        this.longTail = longTail;
        double weight = BEFORE_COUNTS / before.leads.size();
        for (int i = 0; i < means().size(); i++) {
            Mean known = before.means().get(i);
            means().get(i).add(known.took(), known.size(), weight);
        }
    }

    private List<Mean> means() {
        return List.of(firstSteps, leads, laterSteps, tails);
    }

    /**
     * A window begins; the one before it, if any, has ended.
     *
     * @param size of the window beside others
     */
    void begin(double now, double size) {
        end(now);
        at = now;
        this.size = size;
    }

    /** The window has ended. */
    void end(double now) {
        if (done > 0) {
            add(tails, now, size);
            first = false;
            means().forEach(Mean::fade);
        }
        done = 0;
    }

    private void add(Mean mean, double now, double size) {
        mean.add((now - at) / longer(), size, first ? FIRST_COUNTS : 1);
    }

    /** This window than others. */
    private double longer() {
        return first ? FIRST_TAKES_LONGER : 1;
    }

    /**
     * @param steps that are done of this window
     * @param all steps of this window: an engine without a model makes fewer of a short one
     */
    void step(double now, int steps, int all) {
        // A window that is begun anew, for it did not fit the device, comes to its first step again.
        if (done == 0 || steps <= done) {
            add(firstSteps, now, size * steps / all);
            add(leads, now, size);
        } else {
            add(laterSteps, now, size * (steps - done) / all);
        }
        at = now;
        done = steps;
        this.all = all;
    }

    /** Whether a window has been rendered, now or by the attempt before. */
    boolean isKnown() {
        return tails.isKnown();
    }

    /** How long a step of this window takes; empty before the first one is done. */
    OptionalDouble stepSeconds() {
        return firstSteps.isKnown() ? OptionalDouble.of(longer() * size * steps() / all) : OptionalDouble.empty();
    }

    /** All steps of a window. */
    private double steps() {
        return laterSteps.isKnown() ? laterSteps.of(1) : firstSteps.of(1);
    }

    /**
     * What is left.
     *
     * @param sizes of all windows that follow this one
     */
    OptionalDouble left(double now, double sizes) {
        if (!firstSteps.isKnown() || longTail && !tails.isKnown()) {
            return OptionalDouble.empty();
        }
        double lead = Math.max(0, (leads.took() - firstSteps.size() * steps()) / leads.size());
        double tail = tails.isKnown() ? tails.of(1) : 0;
        double whole = lead + steps() + tail;
        double spent = done == 0 ? 0 : lead + steps() * done / all;
        double since = done == 0 || done == all ? now - at : 0;
        return OptionalDouble.of(Math.max(0, longer() * size * (whole - spent) - since) + sizes * whole);
    }
}
