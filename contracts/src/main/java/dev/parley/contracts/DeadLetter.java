package dev.parley.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * A job the farm gave up, on {@link Topics#DEAD_LETTERS}, once. A service that ends between the letter and noting that it is
 * out puts it there again later: letters of one job id, which is the record's key, are the same letter.
 *
 * @param request the request as it was planned, as JSON: defaults filled in, inputs as {@code inputs/<sha256>}, without ids
 *     and webhook; published to {@link Topics#REQUESTS} it asks for a new job. Null where the record had no plan
 * @param log the latest lines about the job in the log of the service that gave it up, the oldest first; without secrets
 */
public record DeadLetter(
        JobId jobId,
        String request,
        Fault fault,
        String message,
        int attempts,
        Instant at,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> log) {
    public DeadLetter {
        log = log == null ? List.of() : List.copyOf(log);
    }

    public DeadLetter(JobId jobId, String request, Fault fault, String message, int attempts, Instant at) {
        this(jobId, request, fault, message, attempts, at, List.of());
    }

    public DeadLetter with(List<String> lines) {
        return new DeadLetter(jobId, request, fault, message, attempts, at, lines);
    }
}
