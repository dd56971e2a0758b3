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
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
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
    private final StorePulse store;
    private final RenderQueue queue;
    private final EventPublisher publisher;
    private final Cancellations cancellations;
    private final LetterWriter letters;
    private final WatchdogConfig config;
    private final LostJob lost;
    private final Clock clock;
    private final Set<JobId> underWay = ConcurrentHashMap.newKeySet();

    @Inject
    Watchdog(
            JobTable table,
            Ownership ownership,
            BrokerPulse broker,
            StorePulse store,
            RenderQueue queue,
            EventPublisher publisher,
            Cancellations cancellations,
            LetterWriter letters,
            WatchdogConfig config,
            Clock clock) {
        this.clock = clock;
        this.table = table;
        this.ownership = ownership;
        this.broker = broker;
        this.store = store;
        this.queue = queue;
        this.publisher = publisher;
        this.cancellations = cancellations;
        this.letters = letters;
        this.config = config;
        this.lost = new LostJob(config.silence(), config.deadline(), config.jobDeadline());
    }

    void onStart(@Observes StartupEvent event, Ticker ticker) {
        ticker.every(config.turn(), "watchdog", this::look);
    }

    private void look() {
        listeningSince()
                .ifPresent(listening -> suspects().filter(ownership::owns).forEach(job -> table.find(job)
                        .ifPresent(state -> look(state, listening))));
    }

    /**
     * Nothing while Kafka is unavailable: no event arrives, and no end could be published. Nor while the store is: workers
     * wait for it, and have nothing to say.
     */
    private Optional<Instant> listeningSince() {
        return broker.answersSince()
                .flatMap(since -> store.answersSince().map(answers -> Stream.of(since, answers, ownership.since())
                        .max(Comparator.naturalOrder())
                        .orElseThrow()));
    }

    private Stream<JobId> suspects() {
        Stream<JobId> begun = table.index().active().stream();
        return queue.emptySince().isPresent() ? Stream.concat(begun, table.index().dispatched().stream()) : begun;
    }

    private void look(JobState state, Instant listening) {
        lost.reason(state, listening, queue, clock.instant()).ifPresent(reason -> {
            JobId job = state.jobId();
            if (underWay.add(job)) {
                LOG.warnf(
                        "job failed  job=%s attempt=%d fault=%s reason=%s",
                        job, state.attempt(), Fault.TIMEOUT, reason);
                cancellations.stop(job, reason);
                letters.write(state, Fault.TIMEOUT, reason)
                        .thenCompose(written ->
                                publisher.emit(job, new JobEvent.Failed(Fault.TIMEOUT, reason, state.attempt())))
                        .whenComplete((told, failure) -> underWay.remove(job));
            }
        });
    }
}
