package dev.parley.worker.job;

/** What something takes for its size, in the mean of all times it was seen; the later ones count more. */
final class Mean {
    /** So much of what was known counts beside the next of the same size. */
    private static final double FADES_TO = 0.8;

    private double took;
    private double size;

    /** @param weight beside others of the same size */
    void add(double took, double size, double weight) {
        this.took += took * weight;
        this.size += size * weight;
    }

    void fade() {
        scale(FADES_TO);
    }

    void scale(double by) {
        took *= by;
        size *= by;
    }

    boolean isKnown() {
        return size > 0;
    }

    double of(double size) {
        return took / this.size * size;
    }

    double took() {
        return took;
    }

    double size() {
        return size;
    }
}
