package dev.parley.ingest.intake;

import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.ReadRequest;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RequestFingerprint;
import dev.parley.contracts.RequestReader;
import dev.parley.ingest.secret.WebhookSeal;
import dev.parley.kit.admission.Admission;
import dev.parley.kit.admission.Admitted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Plans jobs from requests that were answered before there were plans. */
@ApplicationScoped
public class Replanning {
    private final RequestReader reader = new RequestReader();
    private final Admission admission;
    private final WebhookSeal seal;
    private final EventPublisher publisher;

    @Inject
    Replanning(Admission admission, WebhookSeal seal, EventPublisher publisher) {
        this.admission = admission;
        this.seal = seal;
        this.publisher = publisher;
    }

    /**
     * Accepts the record's job once more, with a plan, or rejects it, and takes it out of {@code waiting}. Does nothing
     * where the job is not among those that wait.
     *
     * @throws dev.parley.kit.store.StoreException when the store cannot be asked
     */
    public void plan(ConsumerRecord<String, byte[]> record, Set<JobId> waiting) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        JobId job = Sender.remains(value).job(record);
        if (!waiting.contains(job)) {
            return;
        }
        publisher.emitForSure(publisher.now(job, answer(job, value))).join();
        waiting.remove(job);
    }

    private JobEvent answer(JobId job, byte[] value) {
        try {
            ReadRequest read = reader.examine(value, false);
            RenderRequest request = read.request();
            Admitted admitted = admission.examine(job, read);
            return JobEvent.Accepted.of(
                    admitted.plan(),
                    seal.seal(job, request.webhook()),
                    RequestFingerprint.of(request),
                    null,
                    admitted.inputs());
        } catch (InvalidRequestException e) {
            return new JobEvent.Rejected(e.violations(), null, null, null);
        }
    }
}
