package dev.parley.ingest.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.DeadLetter;
import dev.parley.contracts.Fault;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.Json;
import dev.parley.contracts.Violation;
import dev.parley.ingest.Addresses;
import dev.parley.ingest.access.Access;
import dev.parley.ingest.intake.BrokerUnavailableException;
import dev.parley.ingest.intake.JobRetries;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.letters.LetterBox;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Jobs that the farm gave up: which, why, and once more. Callers see the letters of their own tenant. */
@Path("/v1/dead-letters")
@Blocking
public class DeadLettersResource {
    private final LetterBox box;
    private final JobTable table;
    private final JobRetries retries;
    private final Access access;
    private final Addresses addresses;

    /** @param replayedAs the job that repeats this one; null where there is none, or where it is not known any more */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Letter(
            JobId jobId,
            String tenant,
            Fault fault,
            String message,
            int attempts,
            Instant at,
            JobId replayedAs,
            JsonNode request,
            List<String> log) {}

    record Letters(List<Letter> letters) {}

    @Inject
    DeadLettersResource(LetterBox box, JobTable table, JobRetries retries, Access access, Addresses addresses) {
        this.box = box;
        this.table = table;
        this.retries = retries;
        this.access = access;
        this.addresses = addresses;
    }

    @GET
    public Letters list(@RestQuery String limit, @RestQuery String tenant) {
        int most = limit(limit);
        String whose = access.listed(tenant);
        return new Letters(asked(box::letters).stream()
                .filter(letter -> whose == null || whose.equals(tenant(letter)))
                .limit(most)
                .map(letter -> letter(letter, false))
                .toList());
    }

    @GET
    @Path("/{id}")
    public Letter show(@RestPath String id) {
        return letter(find(id), true);
    }

    /** Asks once more for what the job could not become. */
    @POST
    @Path("/{id}/replay")
    public CompletionStage<Response> replay(@RestPath String id) {
        DeadLetter letter = find(id);
        Optional<JobState> job = table.known(letter.jobId());
        if (job.isPresent()) {
            JobState known = JobsResource.find(table, id);
            if (!JobRetries.isRetriable(known.status())) {
                throw ProblemException.notRetriable(known);
            }
        }
        if (letter.request() == null) {
            throw ProblemException.notFound(
                    "no-request", "The request is not known", "The letter of job %s has none".formatted(id));
        }
        return Soon.awaited(retries.replay(letter, job))
                .thenApply(again -> JobsResource.answered(addresses, again.fresh(), again.job())
                        .build());
    }

    private static <T> T asked(Supplier<T> answer) {
        try {
            return answer.get();
        } catch (KafkaException e) {
            throw new BrokerUnavailableException("Kafka did not say which dead letters there are", e);
        }
    }

    /** Whoever may not see it learns nothing of it. */
    private DeadLetter find(String id) {
        Optional<String> whose = access.tenant();
        return JobId.parse(id)
                .flatMap(job -> asked(() -> box.of(job)))
                .filter(letter -> whose.isEmpty() || whose.get().equals(tenant(letter)))
                .orElseThrow(() -> ProblemException.notFound(
                        "no-such-letter",
                        "There is no such letter",
                        "No dead letter of job %s is among the latest ones".formatted(shortened(id))));
    }

    private static String shortened(String id) {
        return id.length() <= 40 ? id : id.substring(0, 40) + "...";
    }

    private Letter letter(DeadLetter letter, boolean whole) {
        return new Letter(
                letter.jobId(),
                tenant(letter),
                letter.fault(),
                letter.message(),
                letter.attempts(),
                letter.at(),
                letter.jobId() == null ? null : replayed(letter),
                whole ? request(letter) : null,
                whole ? letter.log() : null);
    }

    private JobId replayed(DeadLetter letter) {
        return table.known(letter.jobId().retry())
                .filter(again -> again.deletion() == null && letter.jobId().equals(retryOf(again)))
                .map(JobState::jobId)
                .orElse(null);
    }

    private static JobId retryOf(JobState job) {
        return job.intake() == null ? null : job.intake().retryOf();
    }

    /** Null where neither the letter nor the farm knows. */
    private String tenant(DeadLetter letter) {
        JsonNode request = request(letter);
        if (request != null && request.path("tenant").isTextual()) {
            return request.path("tenant").textValue();
        }
        return letter.jobId() == null
                ? null
                : table.known(letter.jobId()).map(JobState::tenant).orElse(null);
    }

    private static JsonNode request(DeadLetter letter) {
        try {
            return letter.request() == null ? null : Json.read(letter.request(), JsonNode.class);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static int limit(String text) {
        List<Violation> faults = new ArrayList<>();
        int limit = ListQuery.limit(text, faults);
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(faults);
        }
        return limit;
    }
}
