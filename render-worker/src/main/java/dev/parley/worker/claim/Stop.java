package dev.parley.worker.claim;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;

/** Tells the work on a claim that it has to stop. The first reason counts. Safe for use by many threads. */
public final class Stop {
    /** Why. */
    public enum Reason {
        /** Nobody wants the video any more. */
        CANCELLED,
        /** The claim is somebody else's now. */
        LOST,
        /** This worker ends; chunks that are rendered may still be committed. */
        SHUTDOWN,
        /** It took too long. */
        TIMED_OUT,
        /** A more urgent job needs the worker; as for a shutdown, and whatever else happens counts for more. */
        YIELD
    }

    private final Set<Thread> waiting = new HashSet<>();
    private Reason reason;
    private long raisedAt; // of System.nanoTime; only with a reason

    /** Has no effect after the first time. Ends the waits of {@link #interruptibly}, unless it {@link #leavesTime}. */
    public synchronized void raise(Reason why) {
        if (reason == null || reason == Reason.YIELD) {
            reason = why;
            raisedAt = System.nanoTime();
        }
        if (!leavesTime()) {
            waiting.forEach(Thread::interrupt);
        }
    }

    /** Null while the work may go on. */
    public synchronized Reason reason() {
        return reason;
    }

    /** How long ago the work was asked to stop; zero if it was not. */
    public synchronized Duration since() {
        return reason == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - raisedAt);
    }

    /** @throws StoppedException if the work has to stop */
    public synchronized void check() {
        if (reason != null) {
            throw new StoppedException(reason);
        }
    }

    /** Whether what has been rendered should still be committed. */
    public synchronized boolean leavesTime() {
        return reason == null || reason == Reason.SHUTDOWN || reason == Reason.YIELD;
    }

    /** Runs a call that may wait long; the calling thread is interrupted when the work has to stop at once. */
    public <T> T interruptibly(Callable<T> call) throws Exception {
        enter();
        try {
            return call.call();
        } finally {
            leave();
        }
    }

    private synchronized void enter() {
        if (!leavesTime()) {
            check();
        }
        waiting.add(Thread.currentThread());
    }

    private synchronized void leave() {
        waiting.remove(Thread.currentThread());
        if (!leavesTime()) {
            // The interrupt was ours; later code calls check().
            Thread.interrupted();
        }
    }
}
