package dev.parley.assembler;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.RenderPlan;
import dev.parley.kit.kafka.CancelledJobs;
import dev.parley.kit.store.End;
import dev.parley.kit.store.Ends;
import dev.parley.kit.store.ObjectStore;
import dev.parley.kit.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Brings one job from its last chunk to its end. May be called again for the same job at any time, here or in another
 * process: whatever was done already is found and kept. Not twice at once for one job.
 */
@ApplicationScoped
class Assembler {
    private static final Logger LOG = Logger.getLogger(Assembler.class);

    @Inject
    CancelledJobs cancelled;

    @Inject
    LedgerReader ledger;

    @Inject
    VideoMaker maker;

    @Inject
    VideoStore videos;

    @Inject
    OutcomePublisher publisher;

    @Inject
    AssemblerMetrics metrics;

    @Inject
    ObjectStore store;

    @Inject
    Clock clock;

    /**
     * @param last the chunk that was announced as the job's last
     * @throws StoreException or {@link UnavailableException}: nothing is decided, try again later
     */
    Outcome assemble(ChunkCommitted last) {
        JobId job = last.jobId();
        RenderPlan plan = null;
        try {
            if (cancelled.isCancelled(job)) {
                return Outcome.CANCELLED;
            }
            Optional<JobEvent.Completed> before = videos.find(job);
            if (before.isPresent()) {
                publisher.tell(job, before.get());
                return Outcome.REPEATED;
            }
            plan = ledger.plan(job);
            return assemble(plan, last);
        } catch (UnassemblableException e) {
            fail(plan, last, e.fault(), e);
        } catch (StoreException | UnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            fail(plan, last, Fault.INTERNAL, e);
        }
        return Outcome.FAILED;
    }

    private Outcome assemble(RenderPlan plan, ChunkCommitted last) {
        JobId job = plan.jobId();
        int chunks = plan.chunks().count();
        if (last.index() != chunks - 1) {
            LOG.warnf("chunk is not the last one, ignored  job=%s chunk=%d chunks=%d", job, last.index(), chunks);
            return Outcome.NOT_THE_LAST;
        }
        publisher.tell(job, new JobEvent.Assembling(chunks));
        Optional<JobEvent.Completed> video = maker.make(plan, ledger.chain(plan), () -> cancelled.isCancelled(job));
        if (video.isEmpty()) {
            return Outcome.CANCELLED;
        }
        publisher.tell(job, video.get());
        return Outcome.COMPLETED;
    }

    private void fail(RenderPlan plan, ChunkCommitted last, Fault fault, RuntimeException e) {
        JobId job = last.jobId();
        if (fault == Fault.INTERNAL && !(e instanceof UnassemblableException)) {
            LOG.errorf(e, "job failed  job=%s fault=%s", job, fault);
        } else {
            LOG.errorf("job failed  job=%s fault=%s reason=%s", job, fault, e.getMessage());
        }
        Ends ends = new Ends(store);
        End end = ends.decide(job, End.of(fault, String.valueOf(e.getMessage()), last.attempt(), clock.instant()));
        if (end.told()) {
            LOG.infof("job had already been given up  job=%s", job);
            return;
        }
        if (plan != null) {
            publisher.deadLetter(plan, end);
        }
        publisher.tell(job, new JobEvent.Failed(end.fault(), end.message(), end.attempts()));
        ends.told(job, end);
        metrics.failed(end.fault());
    }
}
