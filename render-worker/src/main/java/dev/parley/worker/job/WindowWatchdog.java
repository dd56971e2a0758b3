package dev.parley.worker.job;

import dev.parley.kit.DaemonThreads;
import dev.parley.worker.claim.Stop;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Ends windows that hang: first by asking the work to stop and interrupting its thread. If that has no effect,
 * {@code onHopeless} ends the process, because native code that hangs cannot be stopped from within.
 */
public final class WindowWatchdog implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WindowWatchdog.class);

    private final Duration timeout;
    private final Duration grace;
    private final Runnable onHopeless;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("watchdog"));

    /**
     * @param timeout of a window
     * @param grace between the interruption and giving up the process
     */
    public WindowWatchdog(Duration timeout, Duration grace, Runnable onHopeless) {
        this.timeout = timeout;
        this.grace = grace;
        this.onHopeless = onHopeless;
    }

    Duration timeout() {
        return timeout;
    }

    /** What is watched. */
    interface Window<T> {
        T render() throws InterruptedException;
    }

    /** Runs a window on the calling thread, under watch. */
    <T> T watch(Stop stop, Window<T> window) throws InterruptedException {
        Watch watch = new Watch(stop, Thread.currentThread());
        try {
            return window.render();
        } finally {
            watch.end();
        }
    }

    private final class Watch {
        private final Stop stop;
        private final Thread watched;
        private Future<?> next;
        private boolean closed;

        private Watch(Stop stop, Thread watched) {
            this.stop = stop;
            this.watched = watched;
            this.next = timer.schedule(this::interrupt, timeout.toMillis(), TimeUnit.MILLISECONDS);
        }

        private synchronized void interrupt() {
            if (!closed) {
                stop.raise(Stop.Reason.TIMED_OUT);
                watched.interrupt();
                next = timer.schedule(this::giveUp, grace.toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        private synchronized void giveUp() {
            if (!closed) {
                LOG.errorf("a window hangs and does not respond, exiting  timeout=%s", timeout);
                onHopeless.run();
            }
        }

        private synchronized void end() {
            closed = true;
            next.cancel(false);
            if (stop.reason() == Stop.Reason.TIMED_OUT) {
                Thread.interrupted();
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
