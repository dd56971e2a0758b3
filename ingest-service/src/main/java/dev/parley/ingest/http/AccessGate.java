package dev.parley.ingest.http;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.Json;
import dev.parley.ingest.access.Access;
import dev.parley.ingest.access.AuditLog;
import dev.parley.ingest.access.Caller;
import dev.parley.ingest.access.KeyScope;
import dev.parley.ingest.jobs.JobTable;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Lets callers do what their key allows, and shows them the jobs of their tenant only: for others' the answer is the one for
 * jobs that do not exist. Twice, before and after a call: while it waited, the job may have come to be.
 */
@ApplicationScoped
public class AccessGate {
    /** After {@code CallerFilter}, before the page's files. */
    private static final int PRIORITY = 5_000;

    private static final String API = "/v1/";
    private static final String SESSION = "/v1/session";
    private static final String JOBS = "/v1/jobs/";
    private static final String UPLOADS = "/v1/uploads";
    /** A POST, but of what is only looked at. */
    private static final String DETECT = "/v1/detect";

    private static final String CALLER = "parley.caller";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<Integer> REFUSED = Set.of(401, 403, 429);

    private final Access access;
    private final AuditLog audit;
    private final JobTable table;

    @Inject
    AccessGate(Access access, AuditLog audit, JobTable table) {
        this.access = access;
        this.audit = audit;
        this.table = table;
    }

    void register(@Observes Filters filters) {
        if (access.isOn()) {
            filters.register(this::admit, PRIORITY);
        }
    }

    /** Before a body is read. What is no path of the API needs no key: the page, health, metrics, descriptions. */
    private void admit(RoutingContext call) {
        if (!call.normalizedPath().startsWith(API)) {
            call.next();
            return;
        }
        boolean opensSession = call.normalizedPath().equals(SESSION);
        Optional<Caller> caller = access.identify(call);
        call.addEndHandler(end -> note(call));
        if (caller.isEmpty() && !opensSession) {
            refuse(call, ProblemException.noKey(call.request().getHeader("Authorization") != null));
        } else if (caller.isPresent() && isForged(call, caller.get())) {
            refuse(call, ProblemException.foreignSession());
        } else {
            call.next();
        }
    }

    /**
     * A browser sends a session's cookie for whoever makes it call, so a change needs a sign that our own page made the call.
     * Pages of other ports of this host count as the same site for cookies, not here.
     */
    private static boolean isForged(RoutingContext call, Caller caller) {
        HttpServerRequest request = call.request();
        if (!caller.session() || READING.contains(request.method())) {
            return false;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        return site != null ? !site.equals("same-origin") : !isOwn(request.getHeader("Origin"), request);
    }

    private static boolean isOwn(String origin, HttpServerRequest request) {
        try {
            return origin != null && new URI(origin).getRawAuthority().equalsIgnoreCase(request.getHeader("Host"));
        } catch (URISyntaxException | NullPointerException e) {
            return false;
        }
    }

    static void refuse(RoutingContext call, ProblemException refusal) {
        refusal.headers().forEach(call.response()::putHeader);
        call.response()
                .setStatusCode(refusal.problem().status())
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .putHeader("Connection", "close") // the rest of the body is not worth reading
                .end(Json.write(refusal.problem()));
    }

    private void note(RoutingContext call) {
        int status = call.response().getStatusCode();
        if (!READING.contains(call.request().method()) || REFUSED.contains(status)) {
            audit.called(
                    access.identify(call).orElse(null),
                    call.request().method() + " " + call.normalizedPath(),
                    job(call),
                    status,
                    call.request().remoteAddress().hostAddress());
        }
    }

    private static String job(RoutingContext call) {
        String location = call.response().headers().get("Location");
        String path = location != null && location.contains(JOBS)
                ? location.substring(location.indexOf(JOBS))
                : call.normalizedPath();
        return jobAt(path).map(JobId::value).orElse(null);
    }

    /** The job that a path is about. */
    static Optional<JobId> jobAt(String path) {
        return path.startsWith(JOBS) ? JobId.parse(path.substring(JOBS.length()).split("/", 2)[0]) : Optional.empty();
    }

    /** By the path that was found to be meant, however it was spelled. */
    @ServerRequestFilter
    public void allow(ContainerRequestContext call) {
        String path = call.getUriInfo().getPath();
        if (!access.isOn() || path.equals(SESSION)) {
            return;
        }
        Caller caller = access.caller().orElseThrow(() -> ProblemException.noKey(false));
        call.setProperty(CALLER, caller);
        KeyScope needed = needed(call, path);
        if (!caller.may(needed)) {
            throw ProblemException.notAllowed(needed, caller);
        }
        job(call).filter(job -> !caller.sees(job)).ifPresent(job -> {
            throw ProblemException.noSuchJob(job.jobId().value());
        });
    }

    private static KeyScope needed(ContainerRequestContext call, String path) {
        if (path.startsWith("/v1/keys") || path.startsWith("/v1/tenants")) {
            return KeyScope.ADMIN;
        }
        if (path.startsWith(UPLOADS)) {
            // Whoever uploads asks how far it came.
            return KeyScope.SUBMIT;
        }
        if (READING.contains(HttpMethod.valueOf(call.getMethod())) || path.equals(DETECT)) {
            return KeyScope.READ;
        }
        return ofJob(call) && !path.endsWith("/retry") ? KeyScope.CANCEL : KeyScope.SUBMIT;
    }

    private static boolean ofJob(ContainerRequestContext call) {
        return call.getUriInfo().getPath().startsWith(JOBS)
                && call.getUriInfo().getPathParameters().containsKey("id");
    }

    private Optional<JobState> job(ContainerRequestContext call) {
        return ofJob(call)
                ? JobId.parse(call.getUriInfo().getPathParameters().getFirst("id"))
                        .flatMap(table::known)
                : Optional.empty();
    }

    @ServerResponseFilter
    public void hide(ContainerRequestContext call, ContainerResponseContext answer) throws IOException {
        // On whatever thread the answer comes, it is for the caller who was let in; for one who was not it is of no
        // job.
        if (!(call.getProperty(CALLER) instanceof Caller caller)) {
            return;
        }
        Optional<JobState> hidden = job(call).filter(job -> !caller.sees(job));
        if (hidden.isPresent()) {
            if (answer.getEntity() instanceof Closeable stream) {
                stream.close();
            }
            Response none = ProblemException.noSuchJob(hidden.get().jobId().value())
                    .problem()
                    .answer()
                    .build();
            answer.getHeaders().clear();
            answer.setStatus(none.getStatus());
            answer.setEntity(none.getEntity(), null, none.getMediaType());
        }
    }
}
