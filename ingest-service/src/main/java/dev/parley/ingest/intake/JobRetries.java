package dev.parley.ingest.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.Callback;
import dev.parley.contracts.DeadLetter;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.JobStatus;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderRequest.Webhook;
import dev.parley.contracts.RenderSettings;
import dev.parley.contracts.RequestReader;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.secret.WebhookSeal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Asks again for what a job failed to become. The new job's id follows from the old one's, so whoever asks twice gets the same
 * job, unless that has failed, too.
 */
@ApplicationScoped
public class JobRetries {
    private final RequestReader reader = new RequestReader();
    private final Submissions submissions;
    private final JobTable table;
    private final WebhookSeal seal;

    @Inject
    JobRetries(Submissions submissions, JobTable table, WebhookSeal seal) {
        this.submissions = submissions;
        this.table = table;
        this.seal = seal;
    }

    /** Whether a job can be retried that is in such a state. */
    public static boolean isRetriable(JobStatus status) {
        return status == JobStatus.FAILED || status == JobStatus.CANCELLED;
    }

    /**
     * A job of the same request, with the same webhook. Completes and throws as {@link Submissions#submit} does.
     *
     * @param settings what {@code job} was asked for
     */
    public CompletableFuture<Submitted> retry(JobState job, RenderSettings settings) {
        return retry(job.jobId(), job.tenant(), request(job, settings));
    }

    /**
     * A job of a dead letter's request; as {@link #retry} where the job is known, and without a webhook where it is not.
     *
     * @param letter with a request
     * @param known the letter's job; empty once the farm has forgotten it
     */
    public CompletableFuture<Submitted> replay(DeadLetter letter, Optional<JobState> known) {
        ObjectNode settings = Json.read(letter.request(), ObjectNode.class);
        known.ifPresent(job -> addWebhook(settings, job));
        String tenant =
                settings.path("tenant").isTextual() ? settings.path("tenant").textValue() : null;
        return retry(letter.jobId(), known.map(JobState::tenant).orElse(tenant), settings);
    }

    private CompletableFuture<Submitted> retry(JobId old, String tenant, ObjectNode asked) {
        JobId id = old.retry();
        for (Optional<JobState> earlier = table.known(id); earlier.isPresent(); earlier = table.known(id)) {
            JobState found = earlier.get();
            // Whoever knows a job's id can work out this one, and take it first: for a job that is none of ours.
            boolean ours = Objects.equals(found.tenant(), tenant);
            if (ours && found.deletion() == null && !isRetriable(found.status())) {
                return CompletableFuture.completedFuture(new Submitted(found, false));
            }
            id = id.retry();
        }
        byte[] request = Json.write(asked).getBytes(StandardCharsets.UTF_8);
        return submissions.retry(id, reader.examine(request, false), old);
    }

    private ObjectNode request(JobState job, RenderSettings settings) {
        ObjectNode request = Json.mapper().valueToTree(settings);
        addWebhook(request, job);
        return request;
    }

    private void addWebhook(ObjectNode request, JobState job) {
        Callback callback = job.callback();
        if (callback != null) {
            Webhook opened = seal.open(job.jobId(), callback.url(), callback.sealed());
            Webhook webhook =
                    new Webhook(opened.url(), opened.secret(), callback.events().isEmpty() ? null : callback.events());
            request.set("webhook", Json.mapper().valueToTree(webhook));
        }
    }
}
