package dev.parley.cli.farm;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Keeps one process of the farm running: restarts it when it ends unexpectedly, but not indefinitely. */
final class Keeper {
    private static final int TOO_OFTEN = 5;
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ProcessSpec spec;
    private final Consumer<String> tell;
    private final Runnable changed;
    private final Deque<Long> ends = new ArrayDeque<>();
    /** Read without the lock: the caller that records all processes may hold another keeper's lock. */
    private volatile ChildProcess child;

    private boolean keeping;

    /** @param changed called after each start, to note the new process */
    Keeper(ProcessSpec spec, Consumer<String> tell, Runnable changed) {
        this.spec = spec;
        this.tell = tell;
        this.changed = changed;
    }

    synchronized ChildProcess start() throws FarmStartException {
        child = ChildProcess.start(spec);
        ChildProcess started = child;
        child.onExit().thenRunAsync(() -> ended(started));
        changed.run();
        return child;
    }

    /** Null before the first start. */
    ChildProcess child() {
        return child;
    }

    /** From now on it is restarted when it ends. Before, the caller that waits for readiness decides. */
    synchronized void keep() {
        keeping = true;
        if (!child.handle().isAlive()) {
            ended(child);
        }
    }

    synchronized void release() {
        keeping = false;
        notifyAll();
    }

    private synchronized void ended(ChildProcess which) {
        if (!keeping || which != child) {
            return;
        }
        long now = System.nanoTime();
        ends.addLast(now);
        while (now - ends.peekFirst() > WITHIN.toNanos()) {
            ends.removeFirst();
        }
        if (ends.size() >= TOO_OFTEN) {
            tell.accept("The %s exited %d times within a minute and will not be restarted; see %s"
                    .formatted(spec.name(), ends.size(), spec.log()));
            return;
        }
        tell.accept("The %s exited unexpectedly; restarting it (see %s)".formatted(spec.name(), spec.log()));
        try {
            wait(PAUSE.toMillis());
            if (keeping) {
                start();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (FarmStartException e) {
            tell.accept(e.getMessage());
        }
    }
}
