package dev.parley.assembler;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.JobId;
import dev.parley.kit.DaemonThreads;
import dev.parley.kit.trace.TraceContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Works through the jobs that are ready: a few at a time, each once at a time. A job that store or broker gave no answer
 * for goes to the back and is tried again, for as long as this process lives; meanwhile its record is not done, so after
 * a restart it comes again. Safe for use by many threads.
 */
final class AssemblyLine {
    private static final Logger LOG = Logger.getLogger(AssemblyLine.class);
    private static final long STOP_SECONDS = 10;

    private final Function<ChunkCommitted, Outcome> assembler;
    private final AssemblerMetrics metrics;
    private final int limit;
    private final Duration retryPause;
    private final ScheduledThreadPoolExecutor pool;
    private final Map<JobId, Ticket> tickets = new LinkedHashMap<>();
    private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);

    /** A job on the line, and whom to tell when it is done. */
    private record Ticket(ChunkCommitted last, List<Runnable> whenDone, long since) {}

    AssemblyLine(Function<ChunkCommitted, Outcome> assembler, AssemblerConfig config, AssemblerMetrics metrics) {
        this.assembler = assembler;
        this.metrics = metrics;
        this.limit = config.backlog();
        this.retryPause = config.retryPause();
        this.pool = new ScheduledThreadPoolExecutor(config.concurrency(), DaemonThreads.named("assembly"));
        metrics.backlog(this::size, this::oldestSeconds);
    }

    /**
     * Takes a job in. One that is on the line already is not made twice: {@code whenDone} is called with the first.
     *
     * @return completes when there is room for the next
     */
    synchronized CompletionStage<Void> add(ChunkCommitted last, Runnable whenDone) {
        Ticket known = tickets.get(last.jobId());
        if (known != null) {
            known.whenDone().add(whenDone);
            return room;
        }
        Ticket ticket = new Ticket(last, new ArrayList<>(List.of(whenDone)), System.nanoTime());
        tickets.put(last.jobId(), ticket);
        if (tickets.size() >= limit && room.isDone()) {
            room = new CompletableFuture<>();
        }
        pool.execute(TraceContext.carry(() -> work(ticket)));
        return room;
    }

    private void work(Ticket ticket) {
        JobId job = ticket.last().jobId();
        Outcome outcome;
        try {
            outcome = assembler.apply(ticket.last());
        } catch (RuntimeException | Error e) {
            giveBack(ticket, e);
            return;
        }
        metrics.done(outcome);
        LOG.infof(
                "job done  job=%s outcome=%s chunks=%d",
                job, outcome.word(), ticket.last().index() + 1);
        finished(job).forEach(Runnable::run);
    }

    private void giveBack(Ticket ticket, Throwable why) {
        metrics.givenBack();
        LOG.warnf(
                "job given back  job=%s pause=%s reason=%s",
                ticket.last().jobId(), retryPause, String.valueOf(why.getMessage()));
        if (!pool.isShutdown()) {
            pool.schedule(TraceContext.carry(() -> work(ticket)), retryPause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private List<Runnable> finished(JobId job) {
        List<Runnable> whenDone;
        CompletableFuture<Void> waiting;
        boolean hasRoom;
        synchronized (this) {
            whenDone = tickets.remove(job).whenDone();
            waiting = room;
            hasRoom = tickets.size() < limit;
        }
        if (hasRoom) {
            // Outside the lock: callbacks of whatever waits for room run within this call.
            waiting.complete(null);
        }
        return whenDone;
    }

    private synchronized double size() {
        return tickets.size();
    }

    private synchronized double oldestSeconds() {
        return tickets.values().stream()
                .findFirst()
                .map(oldest -> (System.nanoTime() - oldest.since()) / 1e9)
                .orElse(0.0);
    }

    /** Stops. What was not done stays undone, for the next process. */
    void stop() throws InterruptedException {
        pool.shutdownNow();
        if (!pool.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.warnf("assemblies did not stop in time  jobs=%.0f", size());
        }
    }
}
