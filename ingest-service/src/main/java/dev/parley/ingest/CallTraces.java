package dev.parley.ingest;

import dev.parley.kit.trace.TraceContext;
import dev.parley.kit.trace.TraceSpan;
import dev.parley.kit.trace.Tracing;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Traces the calls that ask for jobs, each from its head to the end of its answer; those that only look are not worth it. */
@ApplicationScoped
public class CallTraces {
    /** After {@code CallerFilter}, before keys are looked at: who was refused is to be seen as well. */
    private static final int PRIORITY = 5_500;

    private static final String SPAN = "parley.trace.span";
    private static final Map<String, Pattern> ROUTES = Map.of(
            "/v1/jobs", Pattern.compile("/v1/jobs/?"),
            "/v1/jobs/{id}/retry", Pattern.compile("/v1/jobs/[^/]+/retry/?"),
            "/v1/dead-letters/{id}/replay", Pattern.compile("/v1/dead-letters/[^/]+/replay/?"));

    private final CurrentVertxRequest current;

    @Inject
    CallTraces(CurrentVertxRequest current) {
        this.current = current;
    }

    void register(@Observes Filters filters) {
        filters.register(this::trace, PRIORITY);
    }

    private void trace(RoutingContext call) {
        if (Tracing.isOn() && call.request().method().equals(HttpMethod.POST)) {
            route(call.normalizedPath()).ifPresent(route -> begin(call, route));
        }
        call.next();
    }

    private static Optional<String> route(String path) {
        return ROUTES.entrySet().stream()
                .filter(route -> route.getValue().matcher(path).matches())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static void begin(RoutingContext call, String route) {
        TraceSpan span = TraceSpan.server("POST", route, call.request().getHeader(TraceContext.TRACEPARENT));
        call.put(SPAN, span);
        call.addEndHandler(end -> end(call, span));
    }

    private static void end(RoutingContext call, TraceSpan span) {
        int status = call.response().getStatusCode();
        span.with("http.response.status_code", status);
        if (status >= 500) {
            span.failed(Integer.toString(status), null);
        }
        span.close();
    }

    /** The call that this thread answers, if it is traced. */
    public Optional<TraceSpan> current() {
        return Arc.container().requestContext().isActive()
                ? Optional.ofNullable(current.getCurrent()).map(call -> call.get(SPAN))
                : Optional.empty();
    }

    /** {@code work} as a part of the call that this thread answers; of whatever the thread is in, if it answers none. */
    public <T> T within(Supplier<T> work) {
        return current().map(call -> call.within(work)).orElseGet(work);
    }
}
