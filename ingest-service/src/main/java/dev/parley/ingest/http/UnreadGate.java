package dev.parley.ingest.http;

import dev.parley.ingest.jobs.JobTable;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;

/** Keeps an instance that has just started from denying jobs that it has not read yet. */
@ApplicationScoped
public class UnreadGate {
    /** After {@code AccessGate}: strangers learn nothing. */
    private static final int PRIORITY = 4_000;

    private static final List<String> ABOUT_JOBS =
            List.of("/v1/jobs", "/v1/farm", "/v1/dead-letters", "/v1/usage", "/v1/detect");

    private final JobTable table;

    @Inject
    UnreadGate(JobTable table) {
        this.table = table;
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, PRIORITY);
    }

    private void admit(RoutingContext call) {
        if (table.isRead() || !isAboutJobs(call.normalizedPath())) {
            call.next();
        } else {
            AccessGate.refuse(call, ProblemException.unread());
        }
    }

    static boolean isAboutJobs(String path) {
        return ABOUT_JOBS.stream().anyMatch(path::startsWith);
    }
}
