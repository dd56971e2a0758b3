package dev.parley.ingest.jobs;

import dev.parley.contracts.JobState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Waits for jobs to end or to change, without a thread. */
@ApplicationScoped
public class JobEnds {
    private final JobTable table;

    @Inject
    JobEnds(JobTable table) {
        this.table = table;
    }

    /** The job as soon as it has ended, or as it stands when the time is over. */
    public CompletableFuture<JobState> await(JobState job, Duration atMost) {
        return await(job, state -> state.status().terminal(), atMost);
    }

    /** The job as soon as it is as {@code awaited}, or as it stands when the time is over. */
    public CompletableFuture<JobState> await(JobState job, Predicate<JobState> awaited, Duration atMost) {
        CompletableFuture<JobState> ended = new CompletableFuture<>();
        Watchers.Watch watch = table.watchers().watch(job.jobId(), state -> complete(ended, state, awaited));
        // It may have ended before the watch began.
        table.find(job.jobId()).ifPresent(state -> complete(ended, state, awaited));
        return ended.completeOnTimeout(null, atMost.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(state -> {
                    watch.close();
                    return state == null ? table.find(job.jobId()).orElse(job) : state;
                });
    }

    private static void complete(CompletableFuture<JobState> ended, JobState state, Predicate<JobState> awaited) {
        if (awaited.test(state)) {
            ended.complete(state);
        }
    }
}
