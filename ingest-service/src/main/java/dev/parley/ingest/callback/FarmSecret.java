package dev.parley.ingest.callback;

import dev.parley.contracts.WebhookRules;
import dev.parley.kit.store.KeptSecret;
import dev.parley.kit.store.ObjectStore;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Signs the webhooks of requests that bring no secret. Where none is configured one is made, once, and kept in the store, so
 * that every instance signs alike, before and after a restart. While a secret is replaced there are several: each signs,
 * so that receivers may change over one by one.
 */
@ApplicationScoped
class FarmSecret {
    static final String KEY = "farm/webhook-secret";

    private static final String PREFIX = "whsec_";

    private final ObjectStore store;
    private final Optional<String> configured;
    private volatile List<String> secrets;

    @Inject
    FarmSecret(ObjectStore store, @ConfigProperty(name = "parley.webhook.secret") Optional<String> configured) {
        this.store = store;
        this.configured = configured;
    }

    // After the bucket is made, before the first webhook is called.
    void onStart(@Observes @Priority(30) StartupEvent event) {
        String text = configured.orElseGet(() -> KeptSecret.get(store, KEY, PREFIX, "PARLEY_WEBHOOK_SECRET"));
        secrets = List.of(text.strip().split("[,\\s]+"));
        if (!WebhookRules.areFit(secrets)) {
            throw new IllegalStateException(
                    "The farm's webhook secret (PARLEY_WEBHOOK_SECRET, or the object %s) is unfit: expected '%s' and the base64 of 24 to 64 bytes, or up to %d of these, separated by spaces"
                            .formatted(KEY, PREFIX, WebhookRules.MOST_SECRETS));
        }
    }

    /** One or more. */
    List<String> get() {
        return secrets;
    }
}
