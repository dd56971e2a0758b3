package dev.parley.ingest.intake;

import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RequestReader;
import dev.parley.contracts.Violation;
import dev.parley.ingest.intake.IntakeMetrics.Door;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.kit.Patience;
import dev.parley.kit.admission.Admission;
import dev.parley.kit.admission.BusyException;
import dev.parley.kit.kafka.RequestRecords;
import dev.parley.kit.store.StoreException;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Answers requests that somebody published to the topic, with an {@code accepted} or {@code rejected} event. Several at
 * once, so that a slow web server holds up only its own request; a record counts as read when its event is safe.
 */
@ApplicationScoped
class Intake {
    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final Patience WHILE_THE_STORE_IS_AWAY =
            new Patience(Duration.ofDays(3_650), Duration.ofMillis(200), Duration.ofSeconds(10));

    private final RequestReader reader = new RequestReader();
    private final Admission admission;
    private final Announcements announcements;
    private final JobTable table;
    private final IntakeMetrics metrics;

    @Inject
    Intake(Admission admission, Announcements announcements, JobTable table, IntakeMetrics metrics) {
        this.admission = admission;
        this.announcements = announcements;
        this.table = table;
        this.metrics = metrics;
    }

    @Incoming("requests-in")
    @Blocking(value = "intake", ordered = false)
    void take(ConsumerRecord<String, byte[]> record) {
        if (record.headers().lastHeader(RequestRecords.ADMITTED) != null) {
            return;
        }
        // A job that is not known yet may only not have been read yet.
        table.awaitRead();
        try {
            answer(record);
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e; // the service stops, and the record is for the next one
            }
            // A worker will claim the record, and answer for it; one record must not stop all that follow.
            LOG.errorf(
                    e,
                    "request not answered  topic=%s partition=%d offset=%d",
                    record.topic(),
                    record.partition(),
                    record.offset());
        }
        metrics.took(Door.TOPIC, (System.currentTimeMillis() - record.timestamp()) / 1000.0);
    }

    private void answer(ConsumerRecord<String, byte[]> record) {
        RenderRequest request;
        try {
            request = reader.read(record.value() == null ? new byte[0] : record.value());
        } catch (InvalidRequestException e) {
            reject(jobId(RequestRecords.remains(record.value()), record), record, e.violations());
            return;
        }
        JobId job = jobId(request, record);
        if (isKnown(job)) {
            return;
        }
        JobEvent answer = WHILE_THE_STORE_IS_AWAY
                .until("the store answers", () -> admit(job, request))
                .get();
        if (answer instanceof JobEvent.Rejected rejected) {
            metrics.rejected(Door.TOPIC, rejected.violations());
        } else {
            metrics.accepted(Door.TOPIC);
        }
        announcements.emitForSure(job, answer).join();
    }

    /** Throws only what is worth waiting for; any other failure is thrown by what it answers. */
    private Supplier<JobEvent> admit(JobId job, RenderRequest request) {
        try {
            JobEvent accepted = new AdmittedRequest(request, admission.admit(job, request)).accepted();
            return () -> accepted;
        } catch (InvalidRequestException e) {
            return () -> new JobEvent.Rejected(e.violations(), request.labels(), request.webhook());
        } catch (StoreException | BusyException e) {
            throw e;
        } catch (RuntimeException e) {
            return () -> {
                throw e;
            };
        }
    }

    private void reject(JobId job, ConsumerRecord<String, byte[]> record, List<Violation> violations) {
        // Whoever reuses an id must not end the job that has it.
        if (isKnown(job)) {
            return;
        }
        RenderRequest remains = RequestRecords.remains(record.value());
        Map<String, String> labels = remains == null ? Map.of() : remains.labels();
        metrics.rejected(Door.TOPIC, violations);
        announcements
                .emitForSure(job, new JobEvent.Rejected(violations, labels, remains == null ? null : remains.webhook()))
                .join();
    }

    private boolean isKnown(JobId job) {
        boolean known = table.find(job).filter(Submissions::isAnswered).isPresent();
        if (known) {
            metrics.repeated(Door.TOPIC);
        }
        return known;
    }

    private static JobId jobId(RenderRequest request, ConsumerRecord<String, byte[]> record) {
        return RequestRecords.jobId(request, record.key(), record.topic(), record.partition(), record.offset());
    }
}
