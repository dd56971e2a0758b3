package dev.parley.contracts;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The receiver that is notified of what happens to a job, in a form fit for topics that others read.
 *
 * @param url without its query, which often is a credential
 * @param sealed the whole webhook, encrypted; only the ingest service can open it. Null where {@code url} says it all
 * @param events what it is called about; empty for the ends of a job
 */
public record SealedWebhook(
        String url,
        @JsonAlias("secret") String sealed,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<WebhookEvent> events) {
    public SealedWebhook {
        events = events == null ? List.of() : List.copyOf(events);
    }

    /** A webhook that is called when the job ends. */
    public SealedWebhook(String url, String sealed) {
        this(url, sealed, List.of());
    }

    /** Without what is sealed, which is long and says nothing. */
    @Override
    public String toString() {
        return "SealedWebhook[url=%s]".formatted(url);
    }
}
