package dev.parley.kit.http;

import dev.parley.contracts.Json;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Answers foreign {@link Callers} with 403, before anything else sees the call. */
@ApplicationScoped
class CallerFilter {
    private static final int BEFORE_ALL = 10_000;
    private static final int FORBIDDEN = 403;
    private static final String SETTING = "PARLEY_HTTP_ALLOWED_HOSTS";

    private final Callers callers;

    @Inject
    CallerFilter(
            @ConfigProperty(name = "parley.http.allowed-hosts") Optional<List<String>> allowed,
            @ConfigProperty(name = "parley.public.url") Optional<String> publicUrl) {
        this.callers = Callers.of(allowed.orElse(List.of()), publicUrl);
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_ALL);
    }

    private void check(RoutingContext call) {
        HttpServerRequest request = call.request();
        String host = host(request);
        String origin = request.getHeader("Origin");
        if (!callers.mayCall(host)) {
            refuse(call, "foreign-host", "The farm was called by the unknown host name '%s'".formatted(host));
        } else if (!callers.mayCallFrom(origin, host)) {
            refuse(call, "foreign-origin", "A page from '%s' made this call".formatted(origin));
        } else {
            call.next();
        }
    }

    /** The header as it came: Vert.x' own reading answers null for what it cannot read, which is not the same as none. */
    private static String host(HttpServerRequest request) {
        String sent = request.getHeader("Host");
        return sent != null || request.authority() == null
                ? sent
                : request.authority().toString();
    }

    private static void refuse(RoutingContext call, String word, String what) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "urn:parley:problem:" + word);
        problem.put("title", "Not allowed from this host or origin");
        problem.put("status", FORBIDDEN);
        problem.put("detail", what + ". To allow it, add the host to " + SETTING);
        call.response()
                .setStatusCode(FORBIDDEN)
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Connection", "close") // the rest of the body is not worth reading
                .end(Json.write(problem));
    }
}
