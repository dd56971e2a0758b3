package dev.parley.ingest.watch;

import dev.parley.contracts.Fault;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.ingest.Ticker;
import dev.parley.ingest.intake.Cancellations;
import dev.parley.ingest.intake.EventPublisher;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.jobs.Ownership;
import dev.parley.ingest.letters.LetterWriter;
import dev.parley.kit.store.End;
import dev.parley.kit.store.Ends;
import dev.parley.kit.store.ObjectStore;
import dev.parley.kit.store.StoreException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Fails jobs whose ticket the brokers gave up: no worker will get it any more. Where brokers do not say so, the watchdog ends
 * these jobs, as it ends others of which nothing is heard.
 */
@ApplicationScoped
class DroppedJobs {
    private static final Logger LOG = Logger.getLogger(DroppedJobs.class);
    private static final long TELLING_SECONDS = 30;

    private final JobTable table;
    private final Ownership ownership;
    private final DroppedTickets tickets;
    private final EventPublisher publisher;
    private final Cancellations cancellations;
    private final LetterWriter letters;
    private final Ends ends;
    private final Clock clock;
    /** The latest of each job that may have to be ended by this instance; of the ticker's thread. */
    private final Map<JobId, DroppedTicket> open = new HashMap<>();

    @Inject
    DroppedJobs(
            JobTable table,
            Ownership ownership,
            DroppedTickets tickets,
            EventPublisher publisher,
            Cancellations cancellations,
            LetterWriter letters,
            ObjectStore store,
            Clock clock) {
        this.table = table;
        this.ownership = ownership;
        this.tickets = tickets;
        this.publisher = publisher;
        this.cancellations = cancellations;
        this.letters = letters;
        this.ends = new Ends(store);
        this.clock = clock;
    }

    void onStart(@Observes StartupEvent event, Ticker ticker, WatchdogConfig config) {
        ticker.every(config.turn(), "dropped tickets", this::look);
    }

    private void look() {
        if (!table.isRead()) {
            return;
        }
        try {
            tickets.more().forEach(ticket -> open.put(ticket.job(), ticket));
            for (DroppedTicket ticket : List.copyOf(open.values())) {
                if (isSettled(ticket)) {
                    open.remove(ticket.job());
                }
            }
        } catch (ExecutionException | TimeoutException | KafkaException | StoreException e) {
            LOG.debugf("dropped tickets unknown, asking again  cause=%s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Jobs of another instance stay open until that one has ended them: it may go, and the job come to us. */
    private boolean isSettled(DroppedTicket ticket) throws ExecutionException, TimeoutException, InterruptedException {
        Optional<JobState> job = table.find(ticket.job());
        if (job.isEmpty() || job.get().status().terminal() || job.get().waitsForTicket()) {
            return true;
        }
        if (!ownership.owns(ticket.job())) {
            return false;
        }
        if (tickets.isLatest(ticket)) {
            fail(job.get(), ticket);
        }
        return true;
    }

    /** Unless a worker has said how the job ended, and rejected its ticket for that reason. */
    private void fail(JobState state, DroppedTicket ticket)
            throws ExecutionException, TimeoutException, InterruptedException {
        JobId job = state.jobId();
        End end = ends.decide(
                job,
                End.of(
                        Fault.INTERNAL,
                        "%d deliveries of its ticket in a row ended without a word of their workers, and Kafka gave it up"
                                .formatted(ticket.deliveries()),
                        Math.max(state.attempt(), ticket.deliveries()),
                        clock.instant()));
        if (end.told()) {
            return;
        }
        LOG.warnf("job failed  job=%s attempt=%d fault=%s reason=%s", job, end.attempts(), end.fault(), end.message());
        cancellations.stop(job, end.message());
        letters.write(state, end)
                .thenCompose(
                        written -> publisher.emit(job, new JobEvent.Failed(end.fault(), end.message(), end.attempts())))
                .get(TELLING_SECONDS, TimeUnit.SECONDS);
        ends.told(job, end);
    }
}
