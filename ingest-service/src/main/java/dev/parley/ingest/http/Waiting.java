package dev.parley.ingest.http;

import dev.parley.contracts.JobState;
import dev.parley.ingest.IngestConfig;
import dev.parley.ingest.jobs.JobEnds;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets an answer wait for the end of a job, where the caller prefers that: {@code Prefer: wait=30}, RFC 7240. */
@ApplicationScoped
class Waiting {
    private static final Pattern WAIT =
            Pattern.compile("(?:^|[,;\\s])wait\\s*=\\s*\"?(\\d{1,9})\"?(?=$|[,;\\s])", Pattern.CASE_INSENSITIVE);
    /** Proxies give up on longer calls. */
    private static final int LONGEST_SECONDS = 60;

    private final JobEnds ends;
    private final int most;
    private final AtomicInteger waiting = new AtomicInteger();

    @Inject
    Waiting(JobEnds ends, IngestConfig config) {
        this.ends = ends;
        this.most = config.maxStreams();
    }

    /**
     * Answers with the job as soon as it has ended or the preferred time is over; at once if nothing is preferred, or if
     * too many wait already, since a preference need not be honored.
     *
     * @param prefer the header; may be null
     */
    CompletionStage<Response> answer(JobState job, String prefer, Function<JobState, ResponseBuilder> answer) {
        int seconds = seconds(prefer);
        if (seconds == 0 || waiting.get() >= most) {
            return CompletableFuture.completedFuture(answer.apply(job).build());
        }
        waiting.incrementAndGet();
        return ends.await(job, Duration.ofSeconds(seconds))
                .whenComplete((state, failure) -> waiting.decrementAndGet())
                .thenApply(state -> answer.apply(state)
                        .header("Preference-Applied", "wait=" + seconds)
                        .build());
    }

    static int seconds(String prefer) {
        Matcher wait = WAIT.matcher(prefer == null ? "" : prefer);
        return wait.find() ? Math.min(Integer.parseInt(wait.group(1)), LONGEST_SECONDS) : 0;
    }
}
