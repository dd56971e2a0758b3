package dev.parley.worker.job;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.Fault;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.WireName;
import dev.parley.media.ChunkEncoder;
import dev.parley.media.Picture;
import dev.parley.worker.render.WindowState;
import dev.parley.worker.telemetry.WorkerMetrics;
import dev.parley.worker.telemetry.WorkerMetrics.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/**
 * Makes chunks of frames: marks and encodes them as they come, while the chunk before is uploaded and committed. For one thread; one
 * chunk at a time is encoded and one committed, in order. Every call throws what went wrong with the chunk before.
 */
final class ChunkWriter implements AutoCloseable {
    private final RenderPlan plan;
    private final WorkerMetrics metrics;
    private final ChunkCommitter committer;
    private final EncodingPace pace;
    private final Path folder;
    private final Function<Picture, Picture> marked;
    private final SerialTasks commits;
    private ChunkPlan.Chunk chunk;
    private ChunkEncoder encoder;
    private Path segment;
    private int added;
    private long encodingNanos;

    ChunkWriter(
            RenderPlan plan,
            WorkerMetrics metrics,
            Marking marking,
            ChunkCommitter committer,
            EncodingPace pace,
            Path folder) {
        this.plan = plan;
        this.metrics = metrics;
        this.committer = committer;
        this.pace = pace;
        this.folder = folder;
        this.marked = marking.of(plan);
        this.commits = new SerialTasks("commits", 1);
    }

    void begin(ChunkPlan.Chunk next) {
        commits.throwFailure();
        long from = System.nanoTime();
        chunk = next;
        added = 0;
        segment = folder.resolve(next.index() + ".m4s");
        encoder = new ChunkEncoder(
                segment, plan.width(), plan.height(), next.startFrame(), next.frames(), plan.encoder());
        encodingNanos = System.nanoTime() - from;
    }

    void add(Picture frame) {
        commits.throwFailure();
        if (added == chunk.frames()) {
            throw wrongNumber("more");
        }
        long from = System.nanoTime();
        encoder.add(marked.apply(frame));
        added++;
        pace.reached(chunk.startFrame() + added);
        encodingNanos += System.nanoTime() - from;
    }

    private FaultException wrongNumber(String found) {
        return new FaultException(
                Fault.INTERNAL,
                "Engine %s gave %s frames for window %d of %s, expected %d"
                        .formatted(WireName.of(plan.engine()), found, chunk.index(), plan.jobId(), chunk.frames()));
    }

    /** Forgets the chunk at hand. */
    void drop() throws IOException {
        encoder.close();
        encoder = null;
        Files.deleteIfExists(segment);
    }

    /** Completes the chunk. Returns when the one before is committed and this one is on its way. */
    void end(WindowState next, int takes) throws InterruptedException {
        if (added != chunk.frames()) {
            throw wrongNumber(Integer.toString(added));
        }
        finishSegment();
        ChunkPlan.Chunk ended = chunk;
        Path file = segment;
        commits.add(() -> {
            long from = System.nanoTime();
            committer.commit(ended, file, next, takes);
            pace.committed((System.nanoTime() - from) / 1e9);
            Files.delete(file);
        });
    }

    private void finishSegment() {
        long from = System.nanoTime();
        encoder.finish();
        encoder.close();
        encoder = null;
        Duration took = Duration.ofNanos(encodingNanos + System.nanoTime() - from);
        metrics.stage(Stage.ENCODE, took);
        pace.chunk(added, took.toNanos() / 1e9);
    }

    /** Returns when every chunk that was ended is committed. */
    void awaitCommits() throws InterruptedException {
        commits.await();
    }

    /** Ends the commit that is under way; leaves no file of the chunk at hand. Others go with the attempt's folder. */
    @Override
    public void close() throws IOException {
        commits.close();
        if (encoder != null) {
            encoder.close();
            encoder = null;
        }
        if (segment != null) {
            Files.deleteIfExists(segment);
        }
    }
}
