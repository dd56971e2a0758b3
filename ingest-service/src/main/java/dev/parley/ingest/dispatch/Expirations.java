package dev.parley.ingest.dispatch;

import dev.parley.contracts.Fault;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.JobStatus;
import dev.parley.ingest.Ticker;
import dev.parley.ingest.intake.Cancellations;
import dev.parley.ingest.intake.EventPublisher;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.jobs.Ownership;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Fails jobs that have waited for a worker longer than their request, or the farm, allows. */
@ApplicationScoped
class Expirations {
    private static final Logger LOG = Logger.getLogger(Expirations.class);
    private static final Duration TURN = Duration.ofSeconds(1);
    private static final int MOST = 1_000;

    private final JobQueue queue;
    private final JobTable table;
    private final Ownership ownership;
    private final EventPublisher publisher;
    private final Cancellations cancellations;
    private final Clock clock;
    private final Set<JobId> underWay = ConcurrentHashMap.newKeySet();

    @Inject
    Expirations(
            JobQueue queue,
            JobTable table,
            Ownership ownership,
            EventPublisher publisher,
            Cancellations cancellations,
            Clock clock) {
        this.queue = queue;
        this.table = table;
        this.ownership = ownership;
        this.publisher = publisher;
        this.cancellations = cancellations;
        this.clock = clock;
    }

    void onStart(@Observes StartupEvent event, Ticker ticker) {
        ticker.every(TURN, "expirations", this::look);
    }

    private void look() {
        queue.expired(MOST).stream()
                .filter(ownership::owns)
                .flatMap(job -> table.folded(job).stream())
                .filter(job -> job.status() == JobStatus.ACCEPTED)
                .forEach(this::expire);
    }

    private void expire(JobState job) {
        JobId id = job.jobId();
        if (!underWay.add(id)) {
            return;
        }
        long waited = Duration.between(job.createdAt(), clock.instant()).toSeconds();
        String reason = "No worker began the job within %d seconds".formatted(waited);
        LOG.infof("job expired  job=%s waited=%ds", id, waited);
        if (!job.waitsForTicket()) {
            cancellations.stop(id, reason);
        }
        publisher
                .emit(id, new JobEvent.Failed(Fault.EXPIRED, reason, 0))
                .whenComplete((told, failure) -> underWay.remove(id));
    }
}
