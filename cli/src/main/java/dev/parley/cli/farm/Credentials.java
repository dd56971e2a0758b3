package dev.parley.cli.farm;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the services sign with at the embedded store, what webhooks are signed with, and the owner's key for a farm that asks
 * for keys. Made once, kept with the data.
 */
record Credentials(String accessKey, String secretKey, String webhookSecret, String adminKey) {
    private static final String FILE = "credentials.properties";
    private static final String ADMIN_KEY = "access.admin-key";
    private static final int RANDOM_BYTES = 30;

    static Credentials keptIn(Path dataDir) throws IOException {
        KeptProperties kept = KeptProperties.load(dataDir.resolve(FILE));
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
        if (kept.get(ADMIN_KEY) == null) {
            kept.set(ADMIN_KEY, "parley_%s_%s".formatted(hex(random, 6), hex(random, 32)));
            complete = false;
        }
        if (!complete) {
            kept.store();
        }
        return new Credentials(
                kept.get("s3.access-key"),
                kept.get("s3.secret-key"),
                "whsec_" + kept.get("webhook.secret"),
                kept.get(ADMIN_KEY));
    }

    static Optional<String> adminKeyIn(Path dataDir) throws IOException {
        return Optional.ofNullable(KeptProperties.load(dataDir.resolve(FILE)).get(ADMIN_KEY));
    }

    static Set<String> allIn(Path dataDir) throws IOException {
        KeptProperties kept = KeptProperties.load(dataDir.resolve(FILE));
        return kept.names().stream().map(kept::get).collect(Collectors.toSet());
    }

    private static String hex(SecureRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public String toString() {
        return "Credentials[...]";
    }
}
