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
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Fails jobs that nobody ends: those that were begun, and those that no queue has any more. */
@ApplicationScoped
class Watchdog {
    private static final Logger LOG = Logger.getLogger(Watchdog.class);

    private final JobTable table;
    private final Ownership ownership;
    private final BrokerPulse broker;
    private final ShareGroupLag queue;
    private final EventPublisher publisher;
    private final Cancellations cancellations;
    private final WatchdogConfig config;
    private final LostJob lost;
    private final Clock clock;
    private final Set<JobId> underWay = ConcurrentHashMap.newKeySet();

    @Inject
    Watchdog(
            JobTable table,
            Ownership ownership,
            BrokerPulse broker,
            ShareGroupLag queue,
            EventPublisher publisher,
            Cancellations cancellations,
            WatchdogConfig config,
            Clock clock) {
        this.clock = clock;
        this.table = table;
        this.ownership = ownership;
        this.broker = broker;
        this.queue = queue;
        this.publisher = publisher;
        this.cancellations = cancellations;
        this.config = config;
        this.lost = new LostJob(config.silence(), config.deadline());
    }

    void onStart(@Observes StartupEvent event, Ticker ticker) {
        ticker.every(config.turn(), "watchdog", this::look);
    }

    private void look() {
        // While Kafka is unavailable no event arrives, and no end could be published.
        broker.answersSince().ifPresent(since -> {
            Instant listening = since.isAfter(ownership.since()) ? since : ownership.since();
            Optional<Instant> emptySince = queue.emptySince();
            suspects(emptySince.isPresent()).filter(ownership::owns).forEach(job -> table.find(job)
                    .ifPresent(state -> look(state, listening, emptySince)));
        });
    }

    private Stream<JobId> suspects(boolean queueIsEmpty) {
        Stream<JobId> begun = table.index().active().stream();
        return queueIsEmpty ? Stream.concat(begun, table.index().queued()) : begun;
    }

    private void look(JobState state, Instant listening, Optional<Instant> queueEmptySince) {
        lost.reason(state, listening, queueEmptySince, clock.instant()).ifPresent(reason -> {
            JobId job = state.jobId();
            if (underWay.add(job)) {
                LOG.warnf(
                        "job failed  job=%s attempt=%d fault=%s reason=%s",
                        job, state.attempt(), Fault.TIMEOUT, reason);
                cancellations.stop(job, reason);
                publisher
                        .emit(job, new JobEvent.Failed(Fault.TIMEOUT, reason, state.attempt()))
                        .whenComplete((told, failure) -> underWay.remove(job));
            }
        });
    }
}
