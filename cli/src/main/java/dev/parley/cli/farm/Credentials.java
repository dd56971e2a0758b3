package dev.parley.cli.farm;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** What the services sign with at the embedded store, and webhooks are signed with. Made once, kept with the data. */
record Credentials(String accessKey, String secretKey, String webhookSecret) {
    private static final int RANDOM_BYTES = 30;

    static Credentials keptIn(Path dataDir) throws IOException {
        KeptProperties kept = KeptProperties.load(dataDir.resolve("credentials.properties"));
        boolean complete = true;
        SecureRandom random = new SecureRandom();
        for (String name : new String[] {"s3.access-key", "s3.secret-key", "webhook.secret"}) {
            if (kept.get(name) == null) {
                byte[] bytes = new byte[RANDOM_BYTES];
                random.nextBytes(bytes);
                kept.set(
                        name,
                        Base64.getEncoder()
                                .encodeToString(bytes)
                                .replace('+', 'p')
                                .replace('/', 's'));
                complete = false;
            }
        }
        if (!complete) {
            kept.store();
        }
        return new Credentials(
                kept.get("s3.access-key"), kept.get("s3.secret-key"), "whsec_" + kept.get("webhook.secret"));
    }

    @Override
    public String toString() {
        return "Credentials[...]";
    }
}
