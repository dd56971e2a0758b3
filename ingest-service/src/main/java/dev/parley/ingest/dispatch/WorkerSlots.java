package dev.parley.ingest.dispatch;

import dev.parley.contracts.JobState;
import dev.parley.contracts.JobStatus;
import dev.parley.contracts.Phase;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.watch.RenderQueue;
import dev.parley.ingest.watch.Workers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** How many tickets may be published: as many as workers are idle, or soon will be, and have none yet. */
@ApplicationScoped
class WorkerSlots {
    private static final Logger LOG = Logger.getLogger(WorkerSlots.class);
    /** A worker that will be done so soon counts as idle: its next ticket has to be there when it asks. */
    private static final double SOON_SECONDS = 2;

    private final Workers workers;
    private final JobTable table;
    private final JobQueue queue;
    private final RenderQueue tickets;
    private final QueueConfig config;
    private volatile List<String> members = List.of();

    @Inject
    WorkerSlots(Workers workers, JobTable table, JobQueue queue, RenderQueue tickets, QueueConfig config) {
        this.workers = workers;
        this.table = table;
        this.queue = queue;
        this.tickets = tickets;
        this.config = config;
    }

    /** Asks the broker which workers there are. What it said last counts while it does not answer. */
    void refresh() {
        try {
            members = workers.names();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.debugf("workers unknown  cause=%s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int free() {
        List<JobState> running = running();
        // A ticket that got lost while the topic is empty keeps no worker from the next one.
        Instant since = tickets.emptySince().orElse(Instant.MIN);
        return free(members, running, queue.ticketsOut(since), config.reserve());
    }

    /** Jobs that a worker which the broker knows is at, and will be for a while. */
    List<JobState> held() {
        List<String> names = members;
        return running().stream()
                .filter(job -> names.contains(job.worker()) && !endsSoon(job))
                .toList();
    }

    private List<JobState> running() {
        return table.index().active().stream()
                .flatMap(job -> table.find(job).stream())
                .filter(job -> job.status() == JobStatus.RUNNING)
                .toList();
    }

    /**
     * @param members names of the workers that the broker knows
     * @param running jobs with a worker, or that had one
     * @param out tickets that no worker has taken yet
     */
    static int free(List<String> members, List<JobState> running, int out, int reserve) {
        Set<String> names = Set.copyOf(members);
        List<JobState> held = running.stream()
                .filter(job -> job.worker() != null && names.contains(job.worker()))
                .toList();
        long idle = members.size() - held.stream().filter(job -> !endsSoon(job)).count();
        // The ticket of a worker that is gone is out again. Where no worker is known, one ticket waits for the first.
        long orphaned = members.isEmpty() ? 0 : running.size() - held.size();
        long wanted = members.isEmpty() ? 1 : Math.max(0, idle);
        return (int) Math.max(0, wanted + reserve - out - orphaned);
    }

    private static boolean endsSoon(JobState job) {
        if (job.chunks() != null && job.committedChunks() >= job.chunks()) {
            return true;
        }
        JobState.Progress progress = job.progress();
        if (progress == null || progress.phase() == Phase.LOADING) {
            return false;
        }
        boolean last = progress.window() == progress.windows()
                && (progress.step() >= progress.steps() || progress.phase() == Phase.DECODING);
        return last || progress.etaSeconds() != null && progress.etaSeconds() <= SOON_SECONDS;
    }
}
