package dev.parley.ingest.http;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.JobView;
import dev.parley.contracts.Json;
import dev.parley.ingest.IngestConfig;
import dev.parley.ingest.access.Access;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.jobs.Watchers;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;

/**
 * A job's states as server-sent events: the present one, then every change until the end. A client that reads slower than the
 * job changes misses states in between, never the latest, and holds up nobody. When the job's worker falls silent, and when it
 * is heard again, the state comes once more with the same number. The number of a state is its id, and part of
 * what Kafka keeps, so a client may go on with {@code Last-Event-ID} at any instance, after any restart. With its key the
 * stream ends.
 */
@Path("/v1/jobs/{id}/events")
@Singleton
public class JobEventsResource {
    private static final long RECONNECT_MILLIS = 2_000;

    private final JobTable table;
    private final IngestConfig config;
    private final Vertx vertx;
    private final Views views;
    private final Access access;
    private final AtomicInteger streams = new AtomicInteger();

    @Inject
    JobEventsResource(
            JobTable table, IngestConfig config, Vertx vertx, Views views, Access access, PrometheusRegistry registry) {
        this.access = access;
        this.table = table;
        this.config = config;
        this.vertx = vertx;
        this.views = views;
        GaugeWithCallback.builder()
                .name("parley_sse_clients")
                .help("Open streams of server-sent events")
                .callback(callback -> callback.call(streams.get()))
                .register(registry);
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    @ResponseHeader(name = "X-Accel-Buffering", value = "no")
    public Multi<OutboundSseEvent> events(
            @RestPath String id, @RestHeader("Last-Event-ID") String lastEventId, @Context Sse sse) {
        JobState state = JobsResource.find(table, id);
        JobId job = state.jobId();
        long seen = seen(lastEventId, state);
        if (state.status().terminal() && seen == state.sequence()) {
            throw new NothingNewException();
        }
        if (streams.get() >= config.maxStreams()) {
            throw ProblemException.busy("All %d event streams are in use".formatted(config.maxStreams()));
        }
        Stream stream = new Stream(sse, views, seen);
        BooleanSupplier standing = access.standing();
        return Multi.createFrom()
                .<JobState>emitter(states -> feed(job, states, standing), BackPressureStrategy.LATEST)
                .map(stream::event);
    }

    /** What the client has; 0 where the job never had such a state. */
    private static long seen(String lastEventId, JobState state) {
        boolean number = lastEventId != null && lastEventId.matches("[0-9]{1,18}");
        long seen = number ? Long.parseLong(lastEventId) : 0;
        return seen <= state.sequence() ? seen : 0;
    }

    private void feed(JobId job, MultiEmitter<? super JobState> states, BooleanSupplier standing) {
        Watchers.Watch watch = table.watchers().watch(job, state -> emit(states, state, standing));
        // The present state again is the sign of life: so it cannot displace a later one.
        long heartbeat = vertx.setPeriodic(config.heartbeat().toMillis(), turn -> table.find(job)
                .ifPresent(state -> emit(states, state, standing)));
        streams.incrementAndGet();
        states.onTermination(() -> {
            streams.decrementAndGet();
            vertx.cancelTimer(heartbeat);
            watch.close();
        });
        table.find(job).ifPresent(state -> emit(states, state, standing));
    }

    private static void emit(MultiEmitter<? super JobState> states, JobState state, BooleanSupplier standing) {
        if (!standing.getAsBoolean()) {
            states.complete();
            return;
        }
        states.emit(state);
        if (state.status().terminal()) {
            states.complete();
        }
    }

    /** What has been sent to one client. */
    private static final class Stream {
        private final Sse sse;
        private final Views views;
        private long sent;
        private boolean sentSilent;

        Stream(Sse sse, Views views, long sent) {
            this.sent = sent;
            this.sse = sse;
            this.views = views;
        }

        OutboundSseEvent event(JobState state) {
            JobView view = views.of(state);
            boolean silent = view.silentSince() != null;
            if (state.sequence() < sent || state.sequence() == sent && silent == sentSilent) {
                return sse.newEventBuilder()
                        .comment("still " + state.status().word())
                        .build();
            }
            sent = state.sequence();
            sentSilent = silent;
            return sse.newEventBuilder()
                    .name("state")
                    .id(Long.toString(state.sequence()))
                    .reconnectDelay(RECONNECT_MILLIS)
                    .data(Json.write(view))
                    .build();
        }
    }
}
