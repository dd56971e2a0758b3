package dev.parley.ingest.http;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.ingest.access.Access;
import dev.parley.ingest.jobs.FoldedEvents;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.jobs.Watchers;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

/**
 * Lets whoever asks for a job that another instance has just accepted wait until it is known here, too. A job that was
 * accepted is not denied, even if the instance that accepted it died and nobody has read of it yet.
 */
@ApplicationScoped
public class NewJobsGate {
    /** After {@link UnreadGate}. */
    private static final int PRIORITY = 3_900;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final JobTable table;
    private final FoldedEvents foldedEvents;
    private final BiPredicate<RoutingContext, JobState> seen;

    @Inject
    NewJobsGate(JobTable table, FoldedEvents foldedEvents, Access access) {
        this(table, foldedEvents, access::sees);
    }

    /** @param seen whether the caller may know of the job; to others it is none */
    NewJobsGate(JobTable table, FoldedEvents foldedEvents, BiPredicate<RoutingContext, JobState> seen) {
        this.table = table;
        this.foldedEvents = foldedEvents;
        this.seen = seen;
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, PRIORITY);
    }

    private void admit(RoutingContext call) {
        Optional<JobId> unknown = AccessGate.jobAt(call.normalizedPath()).filter(job -> !isKnown(job, call));
        if (unknown.isEmpty()) {
            call.next();
            return;
        }
        // A body waits as well: requests are paused before the first filter, and go on when somebody reads them.
        Context context = call.vertx().getOrCreateContext();
        isClear(unknown.get(), call)
                .thenAccept(clear -> context.runOnContext(now -> {
                    if (clear) {
                        call.next();
                    } else {
                        AccessGate.refuse(call, ProblemException.behind());
                    }
                }));
    }

    private boolean isKnown(JobId job, RoutingContext call) {
        return table.known(job).filter(state -> seen.test(call, state)).isPresent();
    }

    /** Whether the job is known by now, or known not to be there. */
    private CompletableFuture<Boolean> isClear(JobId job, RoutingContext call) {
        CompletableFuture<Boolean> clear = new CompletableFuture<>();
        Watchers.Watch watch = table.watchers().watch(job, state -> {
            if (seen.test(call, state)) {
                clear.complete(true);
            }
        });
        // It may have come before the watch began.
        if (isKnown(job, call)) {
            clear.complete(true);
        }
        CompletableFuture<Void> current = foldedEvents.whenCurrent(job);
        current.thenRun(() -> clear.complete(true));
        return clear.completeOnTimeout(false, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((is, failure) -> {
                    watch.close();
                    current.cancel(false);
                });
    }
}
