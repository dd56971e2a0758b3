package dev.parley.worker.job;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.kit.store.ObjectStore;
import dev.parley.media.ChunkEncoder;
import dev.parley.media.Picture;
import dev.parley.worker.render.HandOver;
import dev.parley.worker.telemetry.WorkerMetrics;
import dev.parley.worker.telemetry.WorkerMetrics.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;

/**
 * Makes chunks of frames: encodes them as they come, then uploads the segment and what the next window starts from, and
 * only then commits. One thread at a time; one chunk at a time.
 */
final class ChunkWriter implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ChunkWriter.class);

    private final Workshop shop;
    private final RenderPlan plan;
    private final Ledger ledger;
    private final Patient patient;
    private final Path folder;
    private final int attempt;
    private ChunkPlan.Chunk chunk;
    private ChunkEncoder encoder;
    private Path segment;
    private int added;
    private long encodingNanos;

    ChunkWriter(Workshop shop, RenderPlan plan, Ledger ledger, Patient patient, Path folder, int attempt) {
        this.shop = shop;
        this.plan = plan;
        this.ledger = ledger;
        this.patient = patient;
        this.folder = folder;
        this.attempt = attempt;
    }

    void begin(ChunkPlan.Chunk next) {
        long from = System.nanoTime();
        chunk = next;
        added = 0;
        segment = folder.resolve("%05d.m4s".formatted(next.index()));
        encoder = new ChunkEncoder(
                segment, plan.width(), plan.height(), next.startFrame(), next.frames(), plan.encoder());
        encodingNanos = System.nanoTime() - from;
    }

    void add(Picture frame) {
        if (added == chunk.frames()) {
            throw wrongNumber("more");
        }
        long from = System.nanoTime();
        encoder.add(frame);
        added++;
        encodingNanos += System.nanoTime() - from;
    }

    private FaultException wrongNumber(String found) {
        return new FaultException(
                Fault.BUG,
                "Engine %s gave %s frames for window %d of %s, expected %d"
                        .formatted(plan.engine(), found, chunk.index(), plan.jobId(), chunk.frames()));
    }

    /** Completes the chunk. Does not return before it is committed and announced. */
    void end(HandOver next) throws Exception {
        if (added != chunk.frames()) {
            throw wrongNumber(Integer.toString(added));
        }
        finishSegment();
        WorkerMetrics metrics = shop.metrics();
        ChunkCommitted page = metrics.timed(Stage.UPLOAD, () -> upload(next));
        metrics.timed(Stage.COMMIT, () -> {
            commit(page);
            return null;
        });
        Files.delete(segment);
    }

    private void finishSegment() {
        long from = System.nanoTime();
        encoder.finish();
        encoder.close();
        encoder = null;
        shop.metrics().stage(Stage.ENCODE, Duration.ofNanos(encodingNanos + System.nanoTime() - from));
    }

    private ChunkCommitted upload(HandOver next) throws Exception {
        ObjectStore store = shop.store();
        JobId job = plan.jobId();
        String hash = Hashes.of(segment);
        String object = ObjectKeys.chunk(job, chunk.index(), hash);
        patient.until("the store takes " + object, () -> {
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
                chunk.last() ? null : uploadState(next.toBytes()),
                attempt,
                shop.settings().worker(),
                shop.clock().instant());
    }

    private String uploadState(byte[] state) throws Exception {
        String object = ObjectKeys.state(plan.jobId(), chunk.index(), Hashes.of(state));
        return patient.until("the store takes " + object, () -> {
            shop.store().put(object, state, "application/octet-stream");
            return object;
        });
    }

    private void commit(ChunkCommitted page) throws Exception {
        ChunkCommitted counts = patient.until("the ledger takes a page", () -> ledger.commit(page));
        boolean ours = counts.equals(page);
        boolean alike =
                counts.sha256().equals(page.sha256()) && Objects.equals(counts.stateObject(), page.stateObject());
        if (ours) {
            shop.metrics().committed(page.frames());
        } else {
            shop.metrics().overtaken();
            LOG.infof(
                    "chunk overtaken  job=%s window=%d attempt=%d by=%s alike=%s",
                    page.jobId(), page.index(), attempt, counts.worker(), alike);
        }
        announce(counts);
        if (!alike) {
            throw new OvertakenException(counts);
        }
    }

    /** Says that a chunk is committed; that it may have been said before does no harm. */
    void announce(ChunkCommitted page) {
        shop.announcer().chunk(page);
        shop.announcer()
                .event(
                        plan.jobId(),
                        new JobEvent.Chunk(
                                attempt,
                                page.index(),
                                plan.chunks().count(),
                                page.startFrame() + page.frames(),
                                plan.chunks().frames()));
    }

    /** Leaves no file of a chunk that was not completed. */
    @Override
    public void close() throws IOException {
        if (encoder != null) {
            encoder.close();
            encoder = null;
        }
        if (segment != null) {
            Files.deleteIfExists(segment);
        }
    }
}
