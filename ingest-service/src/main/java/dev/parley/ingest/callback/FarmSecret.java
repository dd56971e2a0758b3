package dev.parley.ingest.callback;

import dev.parley.kit.store.ObjectStore;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Signs the webhooks of requests that bring no secret. Where none is configured one is made, once, and kept in the store, so
 * that every instance signs alike, before and after a restart.
 */
@ApplicationScoped
class FarmSecret {
    static final String KEY = "farm/webhook-secret";

    private static final Logger LOG = Logger.getLogger(FarmSecret.class);
    private static final String PREFIX = "whsec_";
    private static final int BYTES = 32;

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
        secret = configured.orElseGet(this::kept);
        checkFit(secret);
    }

    String get() {
        return secret;
    }

    private String kept() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String made = PREFIX + Base64.getEncoder().encodeToString(random);
        if (store.putIfAbsent(KEY, made.getBytes(StandardCharsets.UTF_8), "text/plain")) {
            LOG.infof("webhook secret made, no PARLEY_WEBHOOK_SECRET is set  object=%s", KEY);
            return made;
        }
        return store.getText(KEY).orElseThrow(() -> new IllegalStateException("%s is there and is not".formatted(KEY)));
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
