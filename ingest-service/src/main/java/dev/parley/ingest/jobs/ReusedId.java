package dev.parley.ingest.jobs;

import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.JobState;
import dev.parley.contracts.RequestFingerprint;
import dev.parley.contracts.Violation;
import java.util.List;

/** Tells a request that comes again from another request under the same id or idempotency key. */
public final class ReusedId {
    private static final String KEY = "idempotency-key-reused";
    private static final String ID = "job-id-reused";

    /**
     * @param byKey whether the job is known by its idempotency key
     * @throws InvalidRequestException naming each field in which the request differs from the one the job was made of
     */
    public static void check(RequestFingerprint request, JobState known, boolean byKey) {
        List<Violation> violations = violations(request.text(), known, byKey);
        if (!violations.isEmpty()) {
            throw new InvalidRequestException(violations);
        }
    }

    /** As {@link #check}; empty where the two are alike, or where nothing is known of one of them. */
    static List<Violation> violations(String request, JobState known, boolean byKey) {
        if (request == null || known.fingerprint() == null) {
            return List.of();
        }
        String message = "found something else than in the request that job %s was made of; expected the same, or %s"
                .formatted(known.jobId(), byKey ? "a new idempotency key" : "another job id");
        return new RequestFingerprint(request)
                .differences(known.fingerprint()).stream()
                        .map(path -> new Violation(path, byKey ? KEY : ID, message))
                        .toList();
    }

    /**
     * The id of a deleted job is not used again: workers remember that it is not wanted.
     *
     * @throws InvalidRequestException always
     */
    public static void refuseDeleted(JobState deleted, boolean byKey) {
        throw InvalidRequestException.of(
                byKey ? "idempotencyKey" : "jobId",
                "job-deleted",
                "found %s of job %s, which was deleted at %s; expected another one"
                        .formatted(
                                byKey ? "the key" : "the id",
                                deleted.jobId(),
                                deleted.deletion().at()));
    }

    private ReusedId() {}
}
