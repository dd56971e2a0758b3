package dev.parley.worker.job;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.Sha256;
import dev.parley.kit.store.ObjectStore;
import dev.parley.kit.trace.TraceSpan;
import dev.parley.worker.render.WindowState;
import dev.parley.worker.telemetry.GpuBill;
import dev.parley.worker.telemetry.WorkerMetrics;
import dev.parley.worker.telemetry.WorkerMetrics.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Uploads a chunk's segment and what the next window starts from, and only then commits and announces it. */
final class ChunkCommitter {
    private static final Logger LOG = Logger.getLogger(ChunkCommitter.class);

    private final WorkerContext context;
    private final RenderPlan plan;
    private final Ledger ledger;
    private final InterruptibleRetry retry;
    private final int attempt;
    private final GpuBill bill;

    ChunkCommitter(
            WorkerContext context,
            RenderPlan plan,
            Ledger ledger,
            InterruptibleRetry retry,
            int attempt,
            GpuBill bill) {
        this.bill = bill;
        this.context = context;
        this.plan = plan;
        this.ledger = ledger;
        this.retry = retry;
        this.attempt = attempt;
    }

    /**
     * Does not return before the chunk is committed and announced.
     *
     * @param takes how often its window was rendered
     * @throws OvertakenException if another attempt committed other bytes first
     */
    void commit(ChunkPlan.Chunk chunk, Path segment, WindowState next, int takes) throws Exception {
        WorkerMetrics metrics = context.metrics();
        try (TraceSpan span =
                TraceSpan.of("chunk").job(plan.jobId()).window(chunk.index()).enter()) {
            ChunkCommitted page = metrics.timed(Stage.UPLOAD, () -> upload(chunk, segment, next, takes));
            span.with("parley.chunk.bytes", page.bytes());
            metrics.timed(Stage.COMMIT, () -> {
                commit(page);
                return null;
            });
        }
    }

    private ChunkCommitted upload(ChunkPlan.Chunk chunk, Path segment, WindowState next, int takes) throws Exception {
        ObjectStore store = context.store();
        JobId job = plan.jobId();
        String hash = Sha256.of(segment);
        String object = ObjectKeys.chunk(job, chunk.index(), hash);
        retry.until("the store takes " + object, () -> {
            store.put(object, segment, "video/iso.segment", Map.of());
            return null;
        });
        return new ChunkCommitted(
                job,
                chunk.index(),
                chunk.startFrame(),
                chunk.frames(),
                chunk.last(),
                object,
                Files.size(segment),
                hash,
                chunk.last() ? null : upload(chunk, next.toBytes()),
                attempt,
                context.settings().worker(),
                context.clock().instant(),
                takes == 1 ? null : takes);
    }

    private String upload(ChunkPlan.Chunk chunk, byte[] state) throws Exception {
        String object = ObjectKeys.state(plan.jobId(), chunk.index(), Sha256.of(state));
        return retry.until("the store takes " + object, () -> {
            context.store().put(object, state, "application/octet-stream");
            return object;
        });
    }

    private void commit(ChunkCommitted page) throws Exception {
        ChunkCommitted counts = retry.until("the ledger takes a page", () -> ledger.commit(page));
        boolean ours = counts.equals(page);
        boolean alike =
                counts.sha256().equals(page.sha256()) && Objects.equals(counts.stateObject(), page.stateObject());
        if (ours) {
            context.metrics().committed(plan.engine(), plan.settings().tenant(), page.frames());
        } else {
            context.metrics().overtaken();
            LOG.infof(
                    "chunk overtaken  job=%s window=%d attempt=%d by=%s alike=%s",
                    page.jobId(), page.index(), attempt, counts.worker(), alike);
        }
        announce(counts);
        if (alike) {
            bill.committed(page.index());
        } else {
            throw new OvertakenException(counts);
        }
    }

    /** Says that a chunk is committed; that it may have been said before does no harm. */
    void announce(ChunkCommitted page) {
        context.announcer().chunk(page);
        context.announcer()
                .event(
                        plan.jobId(),
                        new JobEvent.Chunk(
                                attempt,
                                page.index(),
                                plan.chunks().count(),
                                page.startFrame() + page.frames(),
                                plan.chunks().frames()));
    }
}
