package dev.parley.worker.job;

import dev.parley.kit.DaemonThreads;
import dev.parley.worker.claim.Stop;
import dev.parley.worker.claim.Stop.Reason;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Ends work that hangs: first by asking it to stop and interrupting its thread. If that has no effect, or if work that was
 * asked to stop for another reason does not, the process is ended, because native code that hangs cannot be stopped from
 * within.
 *
 * <p>Time is counted in turns of this process' own. One that was frozen for an hour has not been slow for an hour.
 */
public final class WorkWatchdog implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WorkWatchdog.class);
    private static final Duration LONGEST_TURN = Duration.ofSeconds(1);
    private static final int TURNS = 10;

    private final Limits limits;
    private final Duration turn;
    private final Runnable endProcess;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("watchdog"));

    /**
     * @param window how long a window may take, or opening its engine
     * @param step how long a step may always take; more where those before took long
     * @param grace between the interruption and giving up the process
     */
    public record Limits(Duration window, Duration step, Duration grace) {
        public Limits {
            if (window.toMillis() < 1 || step.toMillis() < 1 || grace.toMillis() < 1) {
                throw new IllegalArgumentException(
                        "parley.worker.window-timeout, step-timeout and hang-grace must be at least 1 ms, found %s, %s, %s"
                                .formatted(window, step, grace));
            }
        }
    }

    /** @param endProcess is called where nothing else helps */
    public WorkWatchdog(Limits limits, Runnable endProcess) {
        this.limits = limits;
        this.endProcess = endProcess;
        Duration shortest = limits.window().compareTo(limits.step()) < 0 ? limits.window() : limits.step();
        Duration fraction = shortest.dividedBy(TURNS);
        this.turn = fraction.compareTo(LONGEST_TURN) < 0 ? fraction : LONGEST_TURN;
    }

    /** What is watched. */
    public interface Work<T> {
        T run() throws Exception;
    }

    /**
     * Begins to watch the work of the calling thread.
     *
     * @param hopeless is told what hangs before the process is ended; it has a few seconds
     */
    Watch watch(Stop stop, Consumer<String> hopeless) {
        return new Watch(stop, Thread.currentThread(), hopeless);
    }

    /** Runs what needs no claim, such as a test of the machine; ends the process if it takes longer. */
    public <T> T within(Duration atMost, String what, Work<T> work) throws Exception {
        Future<?> end = timer.schedule(
                () -> {
                    LOG.errorf("%s hangs, exiting  timeout=%s", what, atMost);
                    endProcess.run();
                },
                atMost.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return work.run();
        } finally {
            end.cancel(false);
        }
    }

    /** One attempt under watch. Where it waits for others, nothing is limited, unless it was asked to stop. */
    final class Watch implements AutoCloseable {
        private final Stop stop;
        private final Thread watched;
        private final Consumer<String> hopeless;
        private final Patience patience = new Patience(limits.window(), limits.step());
        private final Future<?> turns;
        private long turnedAt = System.nanoTime();
        private Duration sinceStop = Duration.ZERO;
        private boolean engineWorks;
        private boolean closed;
        private String exceeded; // null: nothing took too long

        private Watch(Stop stop, Thread watched, Consumer<String> hopeless) {
            this.stop = stop;
            this.watched = watched;
            this.hopeless = hopeless;
            this.turns = timer.scheduleWithFixedDelay(
                    this::turn, turn.toMillis() + 1, turn.toMillis() + 1, TimeUnit.MILLISECONDS);
        }

        /** The engine begins what it does before its windows. */
        synchronized void opens() {
            patience.begin("opening the engine");
            engineWorks = true;
        }

        /** @param window from 0 */
        synchronized void window(int window) {
            patience.begin("window " + window);
            engineWorks = true;
        }

        synchronized void step(int step, int steps) {
            patience.step(step, steps);
        }

        /** The engine waits for somebody else from now on, or has ended. */
        synchronized void rests() {
            engineWorks = false;
        }

        synchronized void worksAgain() {
            engineWorks = true;
        }

        synchronized void ended() {
            patience.end();
            engineWorks = false;
        }

        /** What took too long; null where nothing did. */
        synchronized String exceeded() {
            return exceeded;
        }

        private void turn() {
            String end = look();
            if (end != null) {
                LOG.errorf("work hangs and does not respond, exiting: %s", end);
                inTime(() -> hopeless.accept(end));
                endProcess.run();
            }
        }

        /** @return why the process has to end; null: it has not */
        private synchronized String look() {
            long now = System.nanoTime();
            Duration passed = Duration.ofNanos(now - turnedAt);
            turnedAt = now;
            // A turn that took longer was not one of this process: it was frozen, or the machine.
            Duration counted = passed.compareTo(turn.multipliedBy(3)) < 0 ? passed : turn;
            if (closed) {
                return null;
            }
            Reason reason = stop.reason();
            if (engineWorks) {
                patience.spend(counted);
            }
            boolean mayWork = reason == null || reason == Reason.YIELD;
            if (mayWork && engineWorks && patience.exceeded().isPresent()) {
                exceeded = patience.exceeded().get();
                stop.raise(Reason.TIMED_OUT);
                watched.interrupt();
            } else if (!stop.leavesTime()) {
                sinceStop = sinceStop.plus(counted);
                return sinceStop.compareTo(grace()) < 0 ? null : why(reason);
            }
            return null;
        }

        /** A step that is under way cannot be interrupted, nor can the opening of a model, and both may be long. */
        private Duration grace() {
            boolean maySoonEnd = exceeded == null && engineWorks;
            return maySoonEnd && patience.allowed().compareTo(limits.grace()) > 0 ? patience.allowed() : limits.grace();
        }

        private String why(Reason reason) {
            return exceeded != null ? exceeded : "it was asked to stop (%s) and went on".formatted(reason);
        }

        @Override
        public synchronized void close() {
            closed = true;
            turns.cancel(false);
            if (stop.reason() == Reason.TIMED_OUT) {
                Thread.interrupted();
            }
        }
    }

    /** What is said must not keep the process. */
    private static void inTime(Runnable farewell) {
        AtomicBoolean said = new AtomicBoolean();
        Thread thread = DaemonThreads.named("farewell").newThread(() -> {
            farewell.run();
            said.set(true);
        });
        thread.start();
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!said.get()) {
            LOG.warn("could not note what hangs");
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
