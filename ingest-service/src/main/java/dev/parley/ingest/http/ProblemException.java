package dev.parley.ingest.http;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.ingest.access.Caller;
import dev.parley.ingest.access.KeyScope;
import java.util.Map;

/** Ends a call with a {@link Problem}. */
final class ProblemException extends RuntimeException {
    private final transient Problem problem;
    private final transient Map<String, String> headers;

    ProblemException(Problem problem) {
        this(problem, Map.of());
    }

    ProblemException(Problem problem, Map<String, String> headers) {
        super(problem.detail());
        this.problem = problem;
        this.headers = headers;
    }

    static ProblemException noSuchJob(String id) {
        return new ProblemException(Problem.of(
                404,
                "no-such-job",
                "No such job",
                "There is no job '%s'; the id may be mistyped, or the job may have expired".formatted(shortened(id))));
    }

    /** @param shown whether there was one */
    static ProblemException noKey(boolean shown) {
        String challenge = "Bearer realm=\"parley\"" + (shown ? ", error=\"invalid_token\"" : "");
        String detail = shown
                ? "The key does not count: it is mistyped, has expired or was revoked"
                : "This farm asks for a key: Authorization: Bearer parley_...; whoever runs it makes keys";
        return new ProblemException(
                Problem.of(401, shown ? "bad-key" : "no-key", "Not signed in", detail),
                Map.of("WWW-Authenticate", challenge));
    }

    static ProblemException notAllowed(KeyScope needed, Caller caller) {
        return new ProblemException(
                Problem.of(
                        403,
                        "not-allowed",
                        "The key does not allow this",
                        "This takes the scope '%s', the key %s has %s"
                                .formatted(
                                        needed.word(),
                                        caller.keyId(),
                                        caller.scopes().stream()
                                                .map(KeyScope::word)
                                                .toList())),
                Map.of(
                        "WWW-Authenticate",
                        "Bearer realm=\"parley\", error=\"insufficient_scope\", scope=\"%s\""
                                .formatted(needed.word())));
    }

    static ProblemException foreignSession() {
        return new ProblemException(Problem.of(
                403,
                "foreign-session",
                "Another page made this call",
                "A session counts for calls of the farm's own page; programs show a key"));
    }

    static ProblemException withoutKeys() {
        return new ProblemException(Problem.of(
                409, "no-keys-here", "This farm works without keys", "Set PARLEY_ACCESS=keys to make it ask for them"));
    }

    static ProblemException notFound(String word, String title, String detail) {
        return new ProblemException(Problem.of(404, word, title, detail));
    }

    /** @param headers that say when to come back */
    static ProblemException tooMany(String what, Map<String, String> headers) {
        return new ProblemException(Problem.of(429, "too-many-calls", "Too many calls", what), headers);
    }

    static ProblemException deleted(JobState job) {
        return new ProblemException(Problem.of(
                410,
                "job-deleted",
                "The job was deleted",
                "Job %s was deleted at %s".formatted(job.jobId(), job.deletion().at())));
    }

    static ProblemException stillRuns(JobState job) {
        return new ProblemException(Problem.of(
                409,
                "job-not-ended",
                "The job has not ended",
                "Job %s is %s; only a job that has ended can be deleted: cancel it first"
                        .formatted(job.jobId(), job.status().word())));
    }

    static ProblemException notRetriable(JobState job) {
        String why =
                switch (job.status()) {
                    case COMPLETED ->
                        "it has its video; GET /v1/jobs/%s/request says what to send for another one"
                                .formatted(job.jobId());
                    case REJECTED -> "its request was refused; correct it and send it again";
                    default -> "only a job that failed or was canceled can be retried";
                };
        return new ProblemException(Problem.of(
                409,
                "not-retriable",
                "The job cannot be retried",
                "Job %s is %s: %s".formatted(job.jobId(), job.status().word(), why)));
    }

    static ProblemException ended(JobState job) {
        return new ProblemException(Problem.of(
                409,
                "job-ended",
                "The job has ended",
                "Job %s is %s already".formatted(job.jobId(), job.status().word())));
    }

    static ProblemException waitsNoMore(JobState job) {
        String where = job.hasTicket() ? "about to be claimed" : job.status().word();
        return new ProblemException(Problem.of(
                409,
                "job-not-waiting",
                "The job waits no more",
                "Job %s is %s; only a job that waits can be moved in the queue".formatted(job.jobId(), where)));
    }

    static ProblemException notEnded(JobState job) {
        return new ProblemException(Problem.of(
                409,
                "job-not-ended",
                "The job has not ended",
                "Job %s is %s; only the end of a job is told again"
                        .formatted(job.jobId(), job.status().word())));
    }

    static ProblemException noVideoYet(JobState job) {
        return new ProblemException(Problem.of(
                409,
                "no-video",
                "There is no video",
                "Job %s is %s; only a completed job has a video"
                        .formatted(job.jobId(), job.status().word())));
    }

    static ProblemException videoGone(JobId job) {
        return new ProblemException(Problem.of(
                410, "video-gone", "The video was deleted", "The video of job %s was deleted".formatted(job)));
    }

    static ProblemException tooLarge(long limit) {
        // The rest of the body is not worth reading.
        return new ProblemException(
                Problem.of(413, "too-large", "Too large", "Expected at most %d bytes".formatted(limit)),
                Map.of("Connection", "close"));
    }

    static ProblemException busy(String what) {
        return new ProblemException(
                Problem.of(503, "busy", "Too busy", what), Map.of("Retry-After", ProblemMappers.RETRY_AFTER));
    }

    /** Of an instance that cannot say yet what jobs there are. */
    static ProblemException unread() {
        return new ProblemException(
                Problem.of(
                        503,
                        "starting",
                        "Starting",
                        "This instance has not read the farm's jobs yet. Nothing was accepted; try again in a moment"),
                Map.of("Retry-After", "1"));
    }

    /** Of an instance that cannot say yet whether a job was accepted a moment ago. */
    static ProblemException behind() {
        return new ProblemException(
                Problem.of(
                        503,
                        "behind",
                        "Not up to date",
                        "This instance does not know such a job, but may not know yet which jobs were accepted a moment ago"
                                + "; try again in a moment"),
                Map.of("Retry-After", "1"));
    }

    private static String shortened(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "...";
    }

    Problem problem() {
        return problem;
    }

    Map<String, String> headers() {
        return headers;
    }
}
