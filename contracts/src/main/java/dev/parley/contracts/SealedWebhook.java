package dev.parley.contracts;

import com.fasterxml.jackson.annotation.JsonAlias;

/**
 * The receiver that is notified when a job ends, in a form fit for topics that others read.
 *
 * @param url without its query, which often is a credential
 * @param sealed the whole webhook, encrypted; only the ingest service can open it. Null where {@code url} says it all
 */
public record SealedWebhook(String url, @JsonAlias("secret") String sealed) {
    /** Without what is sealed, which is long and says nothing. */
    @Override
    public String toString() {
        return "SealedWebhook[url=%s]".formatted(url);
    }
}
