package dev.parley.worker.claim;

import dev.parley.kit.DaemonThreads;
import dev.parley.worker.telemetry.WorkerMetrics;
import dev.parley.worker.telemetry.WorkerMetrics.State;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.jboss.logging.Logger;

/**
 * Claims one record at a time and keeps the claim while the work on it runs on another thread. A claim that is lost
 * stops its work, and the next one is not claimed before that has really ended.
 */
public final class JobClaimer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(JobClaimer.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** Only renewals poll, and a member that does not poll for max.poll.interval.ms, five minutes, leaves the group. */
    private static final Duration LONGEST_RENEWAL = Duration.ofMinutes(2);
    /** The coordinator gives a member up after some ten seconds of silence. */
    private static final double LATE_HEARTBEAT_SECONDS = 12;

    private final ClaimSettings settings;
    private final ClaimedWork work;
    private final WorkerMetrics metrics;
    private final Supplier<ShareGroup> groups;
    private final UnacknowledgedVerdicts unheard = new UnacknowledgedVerdicts();
    private final Thread thread;
    private final ExecutorService renderThread = Executors.newSingleThreadExecutor(DaemonThreads.named("render"));
    private volatile boolean draining;
    private volatile boolean closing;
    private volatile Metric heartbeat;

    public JobClaimer(ClaimSettings settings, ClaimedWork work, WorkerMetrics metrics) {
        this(settings, work, metrics, () -> new ShareGroup(settings));
    }

    /** @param groups makes a membership at each call */
    JobClaimer(ClaimSettings settings, ClaimedWork work, WorkerMetrics metrics, Supplier<ShareGroup> groups) {
        this.settings = settings;
        this.groups = groups;
        this.work = work;
        this.metrics = metrics;
        this.thread = DaemonThreads.named("claimer").newThread(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Lets the work in hand end, then claims no more. */
    public void drain() {
        draining = true;
        metrics.state(State.DRAINING);
    }

    /** Returns when the work in hand has ended and its verdict has been given; only after {@link #drain}. */
    public void awaitDrained() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the group's coordinator knows this worker and has heard of it lately. */
    public boolean isMember() {
        Metric last = heartbeat;
        return last != null
                && thread.isAlive()
                && last.metricValue() instanceof Double seconds
                && seconds >= 0
                && seconds < LATE_HEARTBEAT_SECONDS;
    }

    public boolean isDraining() {
        return draining;
    }

    /** Asks the work in hand to stop, gives the claim back and leaves the group. */
    @Override
    public void close() {
        closing = true;
        metrics.state(State.STOPPING);
        try {
            thread.join(settings.grace().plusSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        renderThread.shutdownNow();
    }

    private State atRest() {
        if (closing) {
            return State.STOPPING;
        }
        return draining ? State.DRAINING : State.IDLE;
    }

    private boolean isEnding() {
        return closing || draining;
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (!isEnding()) {
            try (ShareGroup group = groups.get()) {
                heartbeat = group.lastHeartbeat();
                metrics.state(atRest());
                boolean sure = true;
                while (sure && !isEnding()) {
                    Claim claim = group.claim(POLL);
                    sure = claim == null || end(group, claim);
                    pause = FIRST_PAUSE;
                }
            } catch (RuntimeException e) {
                // Kafka's, or a fault of ours: either way a worker that claims no more helps nobody.
                LOG.warnf(e instanceof KafkaException ? null : e, "cannot claim, trying again in %s: %s", pause, e);
                pause = pause(pause);
            } catch (InterruptedException e) {
                return;
            } finally {
                heartbeat = null;
            }
        }
        LOG.info("no longer claiming jobs");
    }

    private Duration pause(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /** @return whether this membership can be trusted with another claim */
    private boolean end(ShareGroup group, Claim claim) throws InterruptedException {
        Optional<Verdict> before = unheard.find(claim);
        if (before.isEmpty()) {
            return work(group, claim);
        }
        LOG.infof("verdict sent again  claim=%s verdict=%s", claim, before.get());
        return settle(group, claim, before.get());
    }

    private boolean work(ShareGroup group, Claim claim) throws InterruptedException {
        metrics.claimed(claim.publishedAt(), claim.attempt());
        metrics.state(State.BUSY);
        Future<Verdict> outcome = renderThread.submit(() -> work.run(claim));
        try {
            if (keep(group, claim, outcome)) {
                return settle(group, claim, verdict(claim, outcome));
            }
            // The work may have ended and announced it before it learned that the claim was lost.
            unheard.remember(claim, verdict(claim, outcome));
            return false;
        } finally {
            metrics.state(atRest());
        }
    }

    private boolean settle(ShareGroup group, Claim claim, Verdict verdict) {
        if (group.settle(verdict)) {
            unheard.forget(claim);
            return true;
        }
        metrics.unheard();
        unheard.remember(claim, verdict);
        return false;
    }

    /** Renews until the work has ended. @return false if the claim was lost */
    private boolean keep(ShareGroup group, Claim claim, Future<Verdict> outcome) throws InterruptedException {
        Duration every = renewalInterval(group.lock());
        long renewAt = System.nanoTime() + every.toNanos();
        long endBy = Long.MAX_VALUE;
        while (!ended(outcome)) {
            if (closing && endBy == Long.MAX_VALUE) {
                claim.stop().raise(Stop.Reason.SHUTDOWN);
                endBy = System.nanoTime() + settings.grace().toNanos();
            }
            if (endBy != Long.MAX_VALUE && System.nanoTime() - endBy > 0) {
                return true;
            }
            if (System.nanoTime() - renewAt > 0) {
                if (!group.renew()) {
                    LOG.warnf("claim lost  claim=%s", claim);
                    metrics.lost();
                    claim.stop().raise(Stop.Reason.LOST);
                    await(outcome);
                    return false;
                }
                metrics.renewed();
                renewAt = System.nanoTime() + every.toNanos();
            }
        }
        return true;
    }

    static Duration renewalInterval(Duration lock) {
        Duration third = lock.dividedBy(3);
        return third.compareTo(LONGEST_RENEWAL) < 0 ? third : LONGEST_RENEWAL;
    }

    private static boolean ended(Future<Verdict> outcome) throws InterruptedException {
        try {
            outcome.get(GLANCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Two jobs at once would fight for the same memory. */
    private void await(Future<Verdict> outcome) throws InterruptedException {
        while (!closing && !ended(outcome)) {
            LOG.trace("waiting for the work on a lost claim to end");
        }
    }

    private static Verdict verdict(Claim claim, Future<Verdict> outcome) throws InterruptedException {
        if (!outcome.isDone()) {
            LOG.warnf("claim released while its work still runs  claim=%s", claim);
            return Verdict.GIVE_BACK;
        }
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            LOG.errorf(e.getCause(), "claim released, its work failed  claim=%s", claim);
            return Verdict.GIVE_BACK;
        }
    }
}
