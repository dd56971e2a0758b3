package dev.parley.ingest.intake;

import dev.parley.contracts.CloudEvent;
import dev.parley.contracts.Fault;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.ReadRequest;
import dev.parley.contracts.RequestFingerprint;
import dev.parley.contracts.RequestReader;
import dev.parley.contracts.Violation;
import dev.parley.ingest.access.Access;
import dev.parley.ingest.intake.IntakeMetrics.Source;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.secret.WebhookSeal;
import dev.parley.kit.Backoff;
import dev.parley.kit.admission.BusyException;
import dev.parley.kit.store.StoreException;
import dev.parley.kit.trace.TraceContext;
import dev.parley.kit.trace.TraceSpan;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Answers requests that somebody published to the topic, each with one {@code accepted} or {@code rejected} event. Several
 * at once, so that a slow web server holds up only its own request; a record counts as read when its event is safe.
 */
@ApplicationScoped
class Intake {
    private static final Logger LOG = Logger.getLogger(Intake.class);

    /** As the channel's settings name it. */
    private static final String GROUP = "ingest-intake";

    private final RequestReader reader = new RequestReader();
    private final Submissions submissions;
    private final EventPublisher publisher;
    private final WebhookSeal seal;
    private final JobTable table;
    private final IntakeMetrics metrics;
    private final Access access;

    @Inject
    Intake(
            Submissions submissions,
            EventPublisher publisher,
            WebhookSeal seal,
            JobTable table,
            IntakeMetrics metrics,
            Access access) {
        this.access = access;
        this.submissions = submissions;
        this.publisher = publisher;
        this.seal = seal;
        this.table = table;
        this.metrics = metrics;
    }

    @Incoming("requests-in")
    @Blocking(value = "intake", ordered = false)
    void take(ConsumerRecord<String, byte[]> record) {
        // A job that is not known yet may only not have been read yet.
        table.awaitRead();
        TraceSpan span = TraceSpan.process(
                        record.topic(), record.partition(), record.offset(), GROUP, TraceContext.in(record.headers()))
                .enter();
        try (span) {
            answer(record, record.value() == null ? new byte[0] : record.value());
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e; // the service stops, and the record is for the next one
            }
            confess(record, e);
        }
        metrics.took(Source.TOPIC, (System.currentTimeMillis() - record.timestamp()) / 1000.0);
    }

    private void answer(ConsumerRecord<String, byte[]> record, byte[] value) {
        ReadRequest request;
        try {
            request = reader.examine(value, false);
        } catch (InvalidRequestException e) {
            reject(Sender.remains(value), record, e.violations(), RequestFingerprint.ofUnreadable(value));
            return;
        }
        Sender sender = Sender.of(request.request());
        try {
            access.checkTopic();
            Backoff.FOREVER
                    .until("the store and Kafka answer", () -> submit(sender.job(record), request))
                    .get();
        } catch (InvalidRequestException e) {
            reject(sender, record, e.violations(), RequestFingerprint.of(request.request()));
        }
    }

    /** Throws only what is worth waiting for; any other failure is thrown by what it answers. */
    private Supplier<Submitted> submit(JobId job, ReadRequest request) {
        try {
            Submitted submitted = submissions.submit(job, request, Source.TOPIC).join();
            return () -> submitted;
        } catch (RuntimeException e) {
            RuntimeException failure =
                    e instanceof CompletionException && e.getCause() instanceof RuntimeException cause ? cause : e;
            if (isWorthWaiting(failure)) {
                throw failure;
            }
            return () -> {
                throw failure;
            };
        }
    }

    private static boolean isWorthWaiting(RuntimeException failure) {
        return failure instanceof StoreException
                || failure instanceof BrokerUnavailableException
                || failure instanceof BusyException;
    }

    /** Whoever uses the id of a job must not end that job, and must be told: under an id of this record alone. */
    private void reject(
            Sender sender,
            ConsumerRecord<String, byte[]> record,
            List<Violation> violations,
            RequestFingerprint fingerprint) {
        JobId named = sender.job(record);
        Optional<JobState> known = table.find(named);
        JobId job = table.known(named).isPresent() ? Sender.place(record) : named;
        boolean answered = known.filter(state -> fingerprint.text().equals(state.fingerprint()))
                .isPresent();
        if (answered || table.known(job).isPresent()) {
            metrics.repeated(Source.TOPIC);
            return;
        }
        metrics.rejected(Source.TOPIC, violations);
        access.noteRefusal(sender.tenantOrDefault(), job, violations);
        emit(
                job,
                new JobEvent.Rejected(
                        violations, sender.labels(), seal.seal(job, sender.webhook()), fingerprint.text()));
    }

    /** Nobody else will answer the record, and one record must not stop all that follow. */
    private void confess(ConsumerRecord<String, byte[]> record, RuntimeException bug) {
        JobId job = Sender.place(record);
        LOG.errorf(
                bug,
                "request not understood  job=%s topic=%s partition=%d offset=%d",
                job,
                record.topic(),
                record.partition(),
                record.offset());
        try {
            emit(job, new JobEvent.Failed(Fault.INTERNAL, "Something is wrong with Parley; the log says more", 0));
        } catch (RuntimeException e) {
            LOG.errorf(e, "request not answered  job=%s", job);
        }
    }

    private void emit(JobId job, JobEvent answer) {
        CloudEvent event = publisher.now(job, answer);
        publisher.emitForSure(event).join();
        table.expect(JobState.first(event));
    }
}
