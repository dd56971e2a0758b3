package dev.parley.ingest.access;

import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.ReadRequest;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequestBuilder;
import dev.parley.contracts.RequestDefaults;
import dev.parley.contracts.Violation;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Who makes the call that is being answered, and which jobs are theirs. Without keys everybody may do everything. */
@ApplicationScoped
public class Access {
    private static final String CALLER = "parley.caller";
    private static final String NOT_ALLOWED = "not-allowed";
    private static final String BEARER = "bearer ";

    private final AccessConfig config;
    private final KeyRing keys;
    private final Sessions sessions;
    private final AuditLog audit;
    private final CurrentVertxRequest current;

    @Inject
    Access(AccessConfig config, KeyRing keys, Sessions sessions, AuditLog audit, CurrentVertxRequest current) {
        this.audit = audit;
        this.config = config;
        this.keys = keys;
        this.sessions = sessions;
        this.current = current;
    }

    public boolean isOn() {
        return config.isOn();
    }

    /**
     * A record has no key: who may publish to the topic is the broker's to say.
     *
     * @throws InvalidRequestException where this farm takes no requests from the topic
     */
    public void checkTopic() {
        if (config.isOn() && !config.trustsTopic()) {
            throw InvalidRequestException.of(
                    "", NOT_ALLOWED, "this farm takes no requests from the topic; call POST /v1/jobs with a key");
        }
    }

    /** Puts into the audit log what was refused of a record for what its tenant may do, and not for what it says. */
    public void noteRefusal(String tenant, JobId job, List<Violation> violations) {
        violations.stream()
                .map(Violation::code)
                .filter(code -> config.isOn() && (code.endsWith(NOT_ALLOWED) || code.startsWith("quota-")))
                .findFirst()
                .ifPresent(code -> audit.refusedOnTopic(tenant, job.value(), code));
    }

    /** Puts each of the many requests of one call into the audit log, from any thread. */
    public interface LineNotes {
        /** @param job null where there is none */
        void add(int line, JobId job, int status);
    }

    /** Notes on this thread's call. */
    public LineNotes lineNotes() {
        Optional<Caller> caller = caller();
        if (caller.isEmpty()) {
            return (line, job, status) -> {};
        }
        String address = current.getCurrent().request().remoteAddress().hostAddress();
        return (line, job, status) -> audit.called(
                caller.get(), "POST /v1/jobs line " + line, job == null ? null : job.value(), status, address);
    }

    /** Who makes {@code call}: by a key in {@code Authorization}, and only without one by a session. */
    public Optional<Caller> identify(RoutingContext call) {
        Caller known = call.get(CALLER);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Caller> caller = caller(call);
        caller.ifPresent(found -> call.put(CALLER, found));
        return caller;
    }

    private Optional<Caller> caller(RoutingContext call) {
        String authorization = call.request().getHeader("Authorization");
        if (authorization != null) {
            return authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                    ? keys.caller(authorization.substring(BEARER.length()).strip())
                    : Optional.empty();
        }
        Cookie cookie = call.request().getCookie(Sessions.COOKIE);
        return cookie == null ? Optional.empty() : sessions.caller(cookie.getValue());
    }

    /** A session for a key; empty if it is none that counts. From then on the call is one of the key's owner. */
    public Optional<String> signIn(String key) {
        Optional<Caller> caller = keys.caller(key);
        caller.ifPresent(found -> current.getCurrent().put(CALLER, found));
        return caller.map(sessions::of);
    }

    /** Who makes the call of this thread; empty without keys, and outside of calls. */
    public Optional<Caller> caller() {
        if (!config.isOn() || !Arc.container().requestContext().isActive()) {
            return Optional.empty();
        }
        return Optional.ofNullable(current.getCurrent()).flatMap(this::identify);
    }

    /** Asks again, later and on any thread, whether what this thread's call showed counts; always does without keys. */
    public BooleanSupplier standing() {
        if (caller().isEmpty()) {
            return () -> true;
        }
        RoutingContext call = current.getCurrent();
        return () -> caller(call).isPresent();
    }

    /** Whose jobs the caller sees: empty for everybody's. */
    public Optional<String> tenant() {
        return caller().map(Caller::tenant);
    }

    /**
     * Whose jobs to list.
     *
     * @param asked whose the caller wants; null for all that they see
     * @throws InvalidRequestException when they see none of those
     */
    public String listed(String asked) {
        Optional<String> own = tenant();
        if (asked != null && own.isPresent() && !own.get().equals(asked)) {
            throw otherTenant(asked, own.get());
        }
        return own.orElse(asked);
    }

    private static InvalidRequestException otherTenant(String named, String own) {
        return InvalidRequestException.of(
                "tenant", "other-tenant", "found '%s', the key is one of '%s'".formatted(named, own));
    }

    public boolean sees(JobState job) {
        return caller().map(caller -> caller.sees(job)).orElse(true);
    }

    /** Whether who makes {@code call}, on whatever thread, sees the job. */
    public boolean sees(RoutingContext call, JobState job) {
        return !isOn() || identify(call).map(caller -> caller.sees(job)).orElse(true);
    }

    /**
     * The request as one of the caller's tenant.
     *
     * @throws InvalidRequestException when it names another
     * @throws IllegalStateException when nobody is known to ask for it: a fault of ours
     */
    public ReadRequest owned(ReadRequest asked) {
        if (!config.isOn()) {
            return asked;
        }
        Caller caller = caller().orElseThrow(() -> new IllegalStateException("A job was asked for by nobody"));
        RenderRequest request = asked.request();
        if (caller.tenant() == null) {
            return asked;
        }
        if (request.tenant() != null && !request.tenant().equals(caller.tenant())) {
            throw otherTenant(request.tenant(), caller.tenant());
        }
        return asked.with(
                RenderRequestBuilder.builder(request).tenant(caller.tenant()).build());
    }

    /**
     * Nobody learns of the jobs of another tenant by using their ids.
     *
     * @throws InvalidRequestException when {@code known} is not a job of the request's tenant
     */
    public void checkOwner(RenderRequest request, JobState known) {
        String tenant = request.tenant() == null ? RequestDefaults.TENANT : request.tenant();
        if (config.isOn() && known.tenant() != null && !tenant.equals(known.tenant())) {
            throw InvalidRequestException.of("jobId", "job-id-reused", "this id is taken, choose another one");
        }
    }
}
