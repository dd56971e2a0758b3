package dev.parley.contracts;

import java.time.Instant;

/**
 * A job the farm gave up, on {@link Topics#DEAD_LETTERS}, once. A service that ends between the letter and noting that it is
 * out puts it there again later: letters of one job id, which is the record's key, are the same letter.
 *
 * @param request the request as it was planned, as JSON: defaults filled in, inputs as {@code inputs/<sha256>}, without ids
 *     and webhook; published to {@link Topics#REQUESTS} it asks for a new job. Null where the record had no plan
 */
public record DeadLetter(JobId jobId, String request, Fault fault, String message, int attempts, Instant at) {}
