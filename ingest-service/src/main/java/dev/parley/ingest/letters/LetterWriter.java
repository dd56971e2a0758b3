package dev.parley.ingest.letters;

import dev.parley.contracts.DeadLetter;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobState;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderSettings;
import dev.parley.ingest.FixedPlans;
import dev.parley.kit.LogTail;
import dev.parley.kit.kafka.Published;
import dev.parley.kit.store.End;
import dev.parley.kit.store.StoreException;
import io.smallrye.reactive.messaging.kafka.Record;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.jboss.logging.Logger;

/** Writes the letter of a job that nobody else can write one of: whoever had it is gone. */
@ApplicationScoped
public class LetterWriter {
    private static final Logger LOG = Logger.getLogger(LetterWriter.class);

    private final Emitter<Record<String, String>> letters;
    private final FixedPlans plans;
    private final LogTail log;
    private final Clock clock;

    @Inject
    LetterWriter(
            @Channel("dead-letters-out") Emitter<Record<String, String>> letters,
            FixedPlans plans,
            LogTail log,
            Clock clock) {
        this.letters = letters;
        this.plans = plans;
        this.log = log;
        this.clock = clock;
    }

    /** Completes when the letter is safe; fails when it cannot be had. Blocks while the store is asked for the plan. */
    public CompletableFuture<Void> write(JobState job, Fault fault, String reason) {
        return write(job, End.of(fault, reason, job.attempt(), clock.instant()));
    }

    /** As {@link #write(JobState, Fault, String)}. */
    public CompletableFuture<Void> write(JobState job, End end) {
        String request = settings(job).map(Json::write).orElse(null);
        DeadLetter letter = new DeadLetter(
                job.jobId(), request, end.fault(), end.message(), end.attempts(), end.at(), log.of(job.jobId()));
        try {
            return Published.to(
                    letters,
                    Record.of(job.jobId().value(), Json.write(letter)),
                    OutgoingKafkaRecordMetadata.<String>builder().build());
        } catch (IllegalStateException e) { // the channel's buffer is full, or it is closed
            return CompletableFuture.failedFuture(e);
        }
    }

    private Optional<RenderSettings> settings(JobState job) {
        if (job.intake() != null && job.intake().settings() != null) {
            return Optional.of(job.intake().settings());
        }
        try {
            return plans.find(job.jobId()).map(RenderPlan::settings);
        } catch (StoreException | IllegalArgumentException e) {
            LOG.warnf("letter without request  job=%s: %s", job.jobId(), e.getMessage());
            return Optional.empty();
        }
    }
}
