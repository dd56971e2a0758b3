package dev.parley.ingest.jobs;

import dev.parley.contracts.JobId;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Utils;
import org.jboss.logging.Logger;

/**
 * Which jobs this instance writes about: those whose events it reads. It begins once its table knows all that the owner
 * before wrote.
 */
@ApplicationScoped
public class Ownership {
    private static final Logger LOG = Logger.getLogger(Ownership.class);

    private final TableBarrier barrier;
    private volatile Share share = new Share(Set.of(), 1, new CompletableFuture<>(), Instant.MAX);

    /**
     * @param partitions of {@code parley.events}, ours
     * @param count of all there are
     * @param current done when the table is as current as it was for the owner before
     */
    private record Share(Set<Integer> partitions, int count, CompletableFuture<Void> current, Instant since) {}

    @Inject
    Ownership(TableBarrier barrier) {
        this.barrier = barrier;
    }

    /** {@code mine} of all {@code count} partitions of the events are read here from now on. */
    void take(Set<Integer> mine, int count) {
        share = new Share(
                mine,
                count,
                CompletableFuture.runAsync(barrier::await, Infrastructure.getDefaultExecutor()),
                Instant.now());
        LOG.infof("events assigned  partitions=%s of=%d", mine, count);
    }

    /** Only {@code left} are still read here. */
    void keep(Set<Integer> left) {
        share = new Share(left, share.count, share.current, share.since);
    }

    /** Blocks until the table is good to fold upon. */
    void awaitCurrent() {
        Share waitedFor;
        do {
            waitedFor = share;
            waitedFor.current.join();
        } while (waitedFor.current != share.current);
    }

    /** Whether this instance, and no other, writes about the job now. */
    public boolean owns(JobId job) {
        Share now = share;
        return now.current.isDone()
                && !now.current.isCompletedExceptionally()
                && now.partitions.contains(partition(job, now.count));
    }

    /** Whether this instance, and no other, gives out tickets, for all jobs: it reads the first partition. */
    public boolean dispatches() {
        Share now = share;
        return now.current.isDone() && !now.current.isCompletedExceptionally() && now.partitions.contains(0);
    }

    /** Since when the present share is ours; in the far future where we have none. */
    public Instant since() {
        return share.since;
    }

    /** As producers place keys. */
    static int partition(JobId job, int partitions) {
        return Utils.toPositive(Utils.murmur2(job.value().getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
