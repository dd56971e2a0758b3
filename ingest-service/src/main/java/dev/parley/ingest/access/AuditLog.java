package dev.parley.ingest.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.contracts.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Who did what: JSON lines of the log category {@code parley.audit}, without secrets. */
@ApplicationScoped
public class AuditLog {
    private static final Logger LOG = Logger.getLogger("parley.audit");

    private final Clock clock;

    @Inject
    AuditLog(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param key the key's id; null of a caller without one
     * @param via {@code key}, {@code session}, {@code topic}, or {@code none}
     * @param action a method and path, or {@code publish}
     * @param result a status of HTTP, or a word
     * @param address the caller's, as the service sees it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Entry(
            String log,
            Instant at,
            String key,
            String tenant,
            String via,
            String action,
            String job,
            String result,
            String address) {}

    /** A call of {@code caller}, who may be null. */
    public void called(Caller caller, String action, String job, int status, String address) {
        write(new Entry(
                "audit",
                clock.instant(),
                caller == null ? null : caller.keyId(),
                caller == null ? null : caller.tenant(),
                caller == null ? "none" : caller.session() ? "session" : "key",
                action,
                job,
                Integer.toString(status),
                address));
    }

    /** A record on the topic of requests that was refused for what its tenant may do. */
    public void refusedOnTopic(String tenant, String job, String code) {
        write(new Entry("audit", clock.instant(), null, tenant, "topic", "publish", job, code, null));
    }

    private static void write(Entry entry) {
        LOG.info(Json.write(entry));
    }
}
