package dev.parley.ingest.upgrade;

import dev.parley.contracts.Callback;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.RenderRequest.Webhook;
import dev.parley.contracts.Topics;
import dev.parley.ingest.Ticker;
import dev.parley.ingest.intake.EventPublisher;
import dev.parley.ingest.intake.Replanning;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.jobs.Ownership;
import dev.parley.ingest.jobs.StateWriter;
import dev.parley.ingest.secret.WebhookSeal;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Jobs that a farm accepted in which workers read {@code parley.requests} themselves. They have no plan and no ticket, so
 * nobody would ever render them: each is planned from its request, which is still on the topic, and accepted once more.
 * Their webhooks' secrets, which that farm wrote for all to read, are sealed. A farm of today leaves nothing of the kind.
 */
@ApplicationScoped
class JobMigration {
    private static final Logger LOG = Logger.getLogger(JobMigration.class);
    private static final Duration TURN = Duration.ofSeconds(10);

    private final JobTable table;
    private final Ownership ownership;
    private final StateWriter writer;
    private final WebhookSeal seal;
    private final RequestTopic requests;
    private final Replanning replanning;
    private final EventPublisher publisher;
    private final Clock clock;

    @Inject
    JobMigration(
            JobTable table,
            Ownership ownership,
            StateWriter writer,
            WebhookSeal seal,
            RequestTopic requests,
            Replanning replanning,
            EventPublisher publisher,
            Clock clock) {
        this.clock = clock;
        this.table = table;
        this.ownership = ownership;
        this.writer = writer;
        this.seal = seal;
        this.requests = requests;
        this.replanning = replanning;
        this.publisher = publisher;
    }

    void onStart(@Observes StartupEvent event, Ticker ticker) {
        ticker.every(TURN, "job migration", this::look);
    }

    private void look() {
        for (JobState state : owned(table.unsealed())) {
            seal(state);
        }
        List<JobState> waiting = owned(table.undispatched());
        if (!waiting.isEmpty()) {
            plan(waiting);
        }
    }

    private List<JobState> owned(List<JobState> states) {
        return states.stream().filter(state -> ownership.owns(state.jobId())).toList();
    }

    private void seal(JobState state) {
        Callback callback = state.callback();
        Webhook webhook = new Webhook(callback.url(), callback.sealed());
        Callback sealed = callback.with(seal.seal(state.jobId(), webhook));
        writer.change(state.jobId(), known -> known.filter(now -> callback.equals(now.callback()))
                .map(now -> now.withCallback(sealed, clock.instant()))
                .or(() -> known)
                .orElse(state));
        writer.publish(state.jobId());
    }

    private void plan(List<JobState> waiting) {
        Set<JobId> missing = new HashSet<>();
        waiting.forEach(state -> missing.add(state.jobId()));
        LOG.infof("jobs of an older farm wait for a plan  jobs=%d", missing.size());
        requests.forEach(record -> replanning.plan(record, missing));
        for (JobState state : waiting) {
            if (missing.contains(state.jobId())) {
                publisher
                        .emit(
                                state.jobId(),
                                new JobEvent.Failed(
                                        Fault.DEPENDENCY,
                                        "Accepted by an older version of the farm, and its request is gone from %s"
                                                .formatted(Topics.REQUESTS),
                                        state.attempt()))
                        .join();
            }
        }
    }
}
