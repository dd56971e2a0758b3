package dev.parley.ingest.secret;

import dev.parley.kit.store.KeptSecret;
import dev.parley.kit.store.ObjectStore;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The key under which jobs' secrets travel over topics that others read. Where none is configured one is made, once, and
 * kept in the store.
 */
@ApplicationScoped
class FarmKey {
    static final String KEY = "farm/key";

    private static final int BYTES = 32;

    private final ObjectStore store;
    private final Optional<String> configured;
    private volatile SecretKey key;

    @Inject
    FarmKey(ObjectStore store, @ConfigProperty(name = "parley.farm.key") Optional<String> configured) {
        this.store = store;
        this.configured = configured;
    }

    // After the bucket is made, before the first request is read.
    void onStart(@Observes @Priority(30) StartupEvent event) {
        key = key(configured.orElseGet(() -> KeptSecret.get(store, KEY, "", "PARLEY_FARM_KEY")));
    }

    SecretKey get() {
        return key;
    }

    static SecretKey key(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            bytes = new byte[0];
        }
        if (bytes.length != BYTES) {
            throw new IllegalStateException(
                    "The farm's key (PARLEY_FARM_KEY, or the object %s) is invalid: expected the base64 of %d bytes"
                            .formatted(KEY, BYTES));
        }
        return new SecretKeySpec(bytes, "AES");
    }
}
