package dev.parley.worker.job;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.Fault;
import dev.parley.contracts.RenderPlan;
import dev.parley.media.ChunkEncoder;
import dev.parley.media.Picture;
import dev.parley.worker.render.HandOver;
import dev.parley.worker.telemetry.WorkerMetrics;
import dev.parley.worker.telemetry.WorkerMetrics.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Makes chunks of frames: encodes them as they come, while the chunk before is uploaded and committed. For one thread; one
 * chunk at a time is encoded and one committed, in order. Every call throws what went wrong with the chunk before.
 */
final class ChunkWriter implements AutoCloseable {
    private final RenderPlan plan;
    private final WorkerMetrics metrics;
    private final ChunkCommitter committer;
    private final Path folder;
    private final ExecutorService commits;
    private Future<?> commit;
    private ChunkPlan.Chunk chunk;
    private ChunkEncoder encoder;
    private Path segment;
    private int added;
    private long encodingNanos;

    ChunkWriter(RenderPlan plan, WorkerMetrics metrics, ChunkCommitter committer, Path folder) {
        this.plan = plan;
        this.metrics = metrics;
        this.committer = committer;
        this.folder = folder;
        this.commits = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "commits");
            thread.setDaemon(true);
            return thread;
        });
    }

    void begin(ChunkPlan.Chunk next) throws Exception {
        throwFailure();
        long from = System.nanoTime();
        chunk = next;
        added = 0;
        segment = folder.resolve(next.index() + ".m4s");
        encoder = new ChunkEncoder(
                segment, plan.width(), plan.height(), next.startFrame(), next.frames(), plan.encoder());
        encodingNanos = System.nanoTime() - from;
    }

    void add(Picture frame) throws Exception {
        throwFailure();
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

    /** Completes the chunk. Returns when the one before is committed and this one is on its way. */
    void end(HandOver next) throws Exception {
        if (added != chunk.frames()) {
            throw wrongNumber(Integer.toString(added));
        }
        finishSegment();
        awaitCommit();
        ChunkPlan.Chunk ended = chunk;
        Path file = segment;
        commit = commits.submit(() -> {
            committer.commit(ended, file, next);
            Files.delete(file);
            return null;
        });
    }

    private void finishSegment() {
        long from = System.nanoTime();
        encoder.finish();
        encoder.close();
        encoder = null;
        metrics.stage(Stage.ENCODE, Duration.ofNanos(encodingNanos + System.nanoTime() - from));
    }

    private void throwFailure() throws Exception {
        if (commit != null && commit.isDone()) {
            awaitCommit();
        }
    }

    /** Returns when every chunk that was ended is committed. */
    void awaitCommit() throws Exception {
        if (commit != null) {
            try {
                commit.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }
    }

    /** Ends the commit that is under way; leaves no file of the chunk at hand. Others go with the attempt's folder. */
    @Override
    public void close() throws IOException {
        endCommits();
        if (encoder != null) {
            encoder.close();
            encoder = null;
        }
        if (segment != null) {
            Files.deleteIfExists(segment);
        }
    }

    private void endCommits() {
        commits.shutdownNow();
        boolean interrupted = false;
        while (!commits.isTerminated()) {
            try {
                commits.awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
