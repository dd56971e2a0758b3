package dev.parley.worker.checkup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.contracts.Finding;
import dev.parley.kit.store.ObjectStore;
import dev.parley.kit.store.S3Config;
import dev.parley.kit.store.StoreException;
import java.util.UUID;

/**
 * Whether an S3 store is there, takes our keys, and keeps conditions, by which one of two workers wins. Leaves nothing
 * behind but the bucket.
 */
final class StoreCheckup {
    private static final String SUBJECT = "store";
    private static final String TYPE = "text/plain";

    static Finding look(S3Config config) {
        String where = "S3 at %s, bucket %s".formatted(config.endpoint(), config.bucket());
        if (config.accessKey().isEmpty() || config.secretKey().isEmpty()) {
            return Finding.bad(SUBJECT, where + ": no keys", "set PARLEY_S3_ACCESS_KEY and PARLEY_S3_SECRET_KEY");
        }
        String key = "farm/checkup-" + UUID.randomUUID();
        try {
            ObjectStore store = new ObjectStore(config);
            store.ensureBucket();
            boolean first = store.putIfAbsent(key, "one".getBytes(UTF_8), TYPE);
            boolean second = store.putIfAbsent(key, "two".getBytes(UTF_8), TYPE);
            String kept = store.getText(key).orElse("nothing");
            store.delete(key);
            if (!first || second || !kept.equals("one")) {
                return Finding.bad(
                        SUBJECT,
                        where + ": it ignores If-None-Match, so two workers could both win",
                        "use a store with conditional writes, such as MinIO, AWS S3 or Parley's embedded one");
            }
            return Finding.ok(SUBJECT, where + ", conditional writes");
        } catch (StoreException e) {
            return Finding.bad(
                    SUBJECT,
                    where + ": " + e.getMessage(),
                    "start it, or fix PARLEY_S3_ENDPOINT, PARLEY_S3_BUCKET, PARLEY_S3_REGION and the keys");
        }
    }

    private StoreCheckup() {}
}
