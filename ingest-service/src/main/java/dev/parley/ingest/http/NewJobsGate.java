package dev.parley.ingest.http;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.jobs.Ownership;
import dev.parley.ingest.jobs.Watchers;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Lets whoever asks for a job that another instance has just accepted wait until it is known here, too. */
@ApplicationScoped
public class NewJobsGate {
    /** After {@link UnreadGate}. */
    private static final int PRIORITY = 3_900;

    private static final String JOBS = "/v1/jobs/";
    /** How far this instance, where it reads all events itself, may be behind. */
    private static final Duration READING = Duration.ofMillis(250);
    /** The same where others read them, and publish what they make of them. */
    private static final Duration BY_OTHERS = Duration.ofSeconds(2);

    private final JobTable table;
    private final Ownership ownership;

    @Inject
    NewJobsGate(JobTable table, Ownership ownership) {
        this.table = table;
        this.ownership = ownership;
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, PRIORITY);
    }

    private void admit(RoutingContext call) {
        Optional<JobId> unknown = asked(call).filter(job -> table.known(job).isEmpty());
        if (unknown.isEmpty()) {
            call.next();
        } else {
            Context context = call.vertx().getOrCreateContext();
            await(unknown.get()).thenRun(() -> context.runOnContext(now -> call.next()));
        }
    }

    private static Optional<JobId> asked(RoutingContext call) {
        String path = call.normalizedPath();
        return call.request().method().equals(HttpMethod.GET) && path.startsWith(JOBS)
                ? JobId.parse(path.substring(JOBS.length()).split("/", 2)[0])
                : Optional.empty();
    }

    private CompletableFuture<Void> await(JobId job) {
        CompletableFuture<JobState> known = new CompletableFuture<>();
        Watchers.Watch watch = table.watchers().watch(job, known::complete);
        // It may have come before the watch began.
        table.known(job).ifPresent(known::complete);
        Duration atMost = ownership.isWhole() ? READING : BY_OTHERS;
        return known.completeOnTimeout(null, atMost.toMillis(), TimeUnit.MILLISECONDS)
                .thenAccept(now -> watch.close());
    }
}
