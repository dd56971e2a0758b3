package dev.parley.worker.job;

import dev.parley.contracts.Fault;

/**
 * What became of a job's attempts so far. Kafka's count of deliveries does not tell: it begins anew when a broker was killed
 * and when a ticket is published again, and counts an orderly stop like a failure.
 *
 * @param attempt the latest that was begun, from 1; 0 before
 * @param worker whose that was; null before
 * @param open whether it has not said how it ended
 * @param deaths attempts in a row that had not said how they ended when the next one began, without committing a chunk;
 *     the {@link TryBook} knows which of them said so later
 * @param failures attempts in a row that failed, without committing a chunk
 * @param hung what the latest was at when its process had to be ended; null of others
 */
record Tries(int attempt, String worker, boolean open, int deaths, int failures, String hung) {
    static final Tries NONE = new Tries(0, null, false, 0, 0, null);

    /** What is known when another attempt is about to begin. @param committedBy the latest attempt that committed a chunk; 0 for none */
    Tries weighed(int committedBy) {
        boolean fruitful = attempt > 0 && committedBy >= attempt;
        return fruitful
                ? new Tries(attempt, worker, false, 0, 0, null)
                : new Tries(attempt, worker, false, deaths + (open ? 1 : 0), failures, hung);
    }

    Tries begun(int number, String by) {
        return new Tries(number, by, true, deaths, failures, null);
    }

    /** The attempt ended for a reason that says nothing against the job. */
    Tries ended() {
        return new Tries(attempt, worker, false, deaths, failures, null);
    }

    /** The attempt's process is about to be ended, which counts as its death. */
    Tries hung(String what) {
        return new Tries(attempt, worker, open, deaths, failures, what);
    }

    Tries failed() {
        return new Tries(attempt, worker, false, deaths, failures + 1, null);
    }

    /** Whether a failure of this kind leaves another attempt. */
    boolean leaveAnother(Fault fault, int limit) {
        return fault.worthAnotherAttempt() && failures < limit;
    }
}
