package dev.parley.ingest.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.contracts.Callback;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobState;
import dev.parley.contracts.WebhookEvent;
import dev.parley.ingest.intake.BrokerUnavailableException;
import dev.parley.ingest.intake.EventPublisher;
import dev.parley.ingest.jobs.JobTable;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.reactive.RestPath;

/** How the calls of a job's webhook went, and one more of them. */
@Path("/v1/jobs/{id}/webhook")
@Blocking
public class WebhookResource {
    private final JobTable table;
    private final EventPublisher publisher;

    /**
     * @param events what it is called about; empty for the ends of a job
     * @param due what is still to be told, the oldest first
     * @param calls the latest calls, the oldest first
     */
    record Delivery(
            String url,
            List<WebhookEvent> events,
            Callback.Status status,
            int attempts,
            @JsonInclude(JsonInclude.Include.NON_NULL) Instant nextAttemptAt,
            List<Due> due,
            List<Callback.Call> calls) {
        static Delivery of(Callback callback) {
            return new Delivery(
                    callback.url(),
                    callback.events(),
                    callback.status(),
                    callback.attempts(),
                    callback.nextAttemptAt(),
                    callback.notices().stream()
                            .map(notice -> new Due(notice.event(), notice.at(), notice.failed()))
                            .toList(),
                    callback.calls());
        }
    }

    /** @param failed calls about it that failed */
    record Due(WebhookEvent event, Instant since, int failed) {}

    @Inject
    WebhookResource(JobTable table, EventPublisher publisher) {
        this.table = table;
        this.publisher = publisher;
    }

    @GET
    public Delivery delivery(@RestPath String id) {
        return Delivery.of(callback(JobsResource.find(table, id)));
    }

    @POST
    @Path("/redeliver")
    public CompletionStage<Response> redeliver(@RestPath String id) {
        JobState job = JobsResource.find(table, id);
        Callback callback = callback(job);
        if (!job.status().terminal()) {
            throw ProblemException.notEnded(job);
        }
        return Soon.awaited(publisher.emit(job.jobId(), new JobEvent.Redelivery()))
                .handle((done, failure) -> {
                    if (failure != null) {
                        throw new BrokerUnavailableException("Kafka did not take the request", failure);
                    }
                    return Response.accepted(Delivery.of(callback))
                            .type(MediaType.APPLICATION_JSON_TYPE)
                            .build();
                });
    }

    private static Callback callback(JobState job) {
        if (job.callback() == null) {
            throw ProblemException.notFound(
                    "no-webhook", "There is no webhook", "Job %s was asked for without one".formatted(job.jobId()));
        }
        return job.callback();
    }
}
