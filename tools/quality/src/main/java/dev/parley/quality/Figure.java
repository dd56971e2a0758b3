package dev.parley.quality;

/**
 * Something measured, and what it should be.
 *
 * @param atLeast whether the bound is the least that is good; otherwise the most
 */
record Figure(String name, double value, double bound, boolean atLeast) {
    static Figure atLeast(String name, double value, double bound) {
        return new Figure(name, value, bound, true);
    }

    static Figure atMost(String name, double value, double bound) {
        return new Figure(name, value, bound, false);
    }

    /** What is not a number is not good. */
    boolean good() {
        return atLeast ? value >= bound : value <= bound;
    }

    @Override
    public String toString() {
        return "%s  %-64s %6.3f  wanted %s %.2f"
                .formatted(good() ? "ok  " : "MISS", name, value, atLeast ? ">=" : "<=", bound);
    }
}
