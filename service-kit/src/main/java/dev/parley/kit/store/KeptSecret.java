package dev.parley.kit.store;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.jboss.logging.Logger;

/** A secret of the farm that nobody configured: made once and kept in the store, so that all instances share it. */
public final class KeptSecret {
    private static final Logger LOG = Logger.getLogger(KeptSecret.class);
    private static final int BYTES = 32;

    /**
     * The secret under {@code key}, made now if it is not there: {@code prefix} and the base64 of 32 random bytes.
     *
     * @param setting that would have been used, for the log
     */
    public static String get(ObjectStore store, String key, String prefix, String setting) {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String made = prefix + Base64.getEncoder().encodeToString(random);
        if (store.putIfAbsent(key, made.getBytes(StandardCharsets.UTF_8), "text/plain")) {
            LOG.infof("secret made, no %s is set  object=%s", setting, key);
            return made;
        }
        return store.getText(key)
                .orElseThrow(() -> new IllegalStateException("Object %s exists but could not be read".formatted(key)));
    }

    private KeptSecret() {}
}
