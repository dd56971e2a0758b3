package dev.parley.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;

/**
 * What to undo when Ctrl-C or SIGTERM ends this process, latest first. The JVM then exits with 130 or 143; everything else
 * running in it is cut off and should print nothing more ({@link #happened}).
 */
final class Interruption {
    private final Deque<Runnable> undos = new ArrayDeque<>();
    private volatile boolean happened;

    /** Ready to undo. Once per process. */
    Interruption arm() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::undoAll, "interruption"));
        return this;
    }

    /** Does {@code work}; {@code undo} runs if it is interrupted. */
    <T> T guarded(Runnable undo, Callable<T> work) throws Exception {
        synchronized (undos) {
            undos.push(undo);
        }
        try {
            return work.call();
        } finally {
            synchronized (undos) {
                undos.remove(undo);
            }
        }
    }

    boolean happened() {
        return happened;
    }

    /** Runs at every end of the JVM; at a good one nothing is left to undo. */
    void undoAll() {
        happened = true;
        for (Runnable undo = next(); undo != null; undo = next()) {
            try {
                undo.run();
            } catch (RuntimeException e) {
                System.err.println("parley: " + e.getMessage());
            }
        }
    }

    private Runnable next() {
        synchronized (undos) {
            return undos.poll();
        }
    }
}
