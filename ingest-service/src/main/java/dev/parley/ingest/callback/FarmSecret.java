package dev.parley.ingest.callback;

import dev.parley.ingest.secret.KeptSecret;
import dev.parley.kit.store.ObjectStore;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Signs the webhooks of requests that bring no secret. Where none is configured one is made, once, and kept in the store, so
 * that every instance signs alike, before and after a restart.
 */
@ApplicationScoped
class FarmSecret {
    static final String KEY = "farm/webhook-secret";

    private static final String PREFIX = "whsec_";

    private final ObjectStore store;
    private final Optional<String> configured;
    private volatile String secret;

    @Inject
    FarmSecret(ObjectStore store, @ConfigProperty(name = "parley.webhook.secret") Optional<String> configured) {
        this.store = store;
        this.configured = configured;
    }

    // After the bucket is made, before the first webhook is called.
    void onStart(@Observes @Priority(30) StartupEvent event) {
        secret = configured.orElseGet(() -> KeptSecret.get(store, KEY, PREFIX, "PARLEY_WEBHOOK_SECRET"));
        checkFit(secret);
    }

    String get() {
        return secret;
    }

    private static void checkFit(String secret) {
        int bytes = 0;
        if (secret.startsWith(PREFIX)) {
            try {
                bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length())).length;
            } catch (IllegalArgumentException e) {
                bytes = 0;
            }
        }
        if (bytes < 24 || bytes > 64) {
            throw new IllegalStateException(
                    "The farm's webhook secret (PARLEY_WEBHOOK_SECRET, or the object %s) is unfit: expected 'whsec_' and the base64 of 24 to 64 bytes"
                            .formatted(KEY));
        }
    }
}
