package dev.parley.ingest.watch;

import dev.parley.contracts.JobState;
import dev.parley.ingest.jobs.JobTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** The queue as the broker and the jobs' states have it. */
@ApplicationScoped
class WorkersQueue implements RenderQueue {
    private static final Logger LOG = Logger.getLogger(WorkersQueue.class);

    private final Workers workers;
    private final JobTable table;
    private final ShareGroupLag lag;
    private final OpenTickets tickets;

    @Inject
    WorkersQueue(Workers workers, JobTable table, ShareGroupLag lag, OpenTickets tickets) {
        this.workers = workers;
        this.table = table;
        this.lag = lag;
        this.tickets = tickets;
    }

    @Override
    public Optional<Instant> emptySince() {
        return lag.emptySince();
    }

    /** Also true if the broker does not say: the next turn asks again. */
    @Override
    public boolean waits(JobState job) {
        try {
            return !isHeld(job) && tickets.has(job.jobId());
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.debugf("tickets unknown  job=%s cause=%s", job.jobId(), e);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** A worker that is there and has begun nothing since may hang with the job in its hands. */
    private boolean isHeld(JobState job) throws ExecutionException, TimeoutException, InterruptedException {
        return job.worker() != null && workers.names().contains(job.worker()) && !hasBegunAnother(job);
    }

    private boolean hasBegunAnother(JobState job) {
        return table.index().active().stream()
                .flatMap(other -> table.find(other).stream())
                .anyMatch(other -> !other.jobId().equals(job.jobId())
                        && job.worker().equals(other.worker())
                        && other.claimedAt() != null
                        && job.claimedAt() != null
                        && other.claimedAt().isAfter(job.claimedAt()));
    }
}
