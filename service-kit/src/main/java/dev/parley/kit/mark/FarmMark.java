package dev.parley.kit.mark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.contracts.JobId;
import dev.parley.kit.store.KeptSecret;
import dev.parley.kit.store.ObjectStore;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a farm's marks say in 64 bits: 24 that are the same for all its videos, and 40 that follow from the job. Both come
 * from a secret that only the farm has. Whoever knows the pattern can put a mark into a picture, but not one of a job of
 * this farm, unless from one of its videos.
 */
public final class FarmMark {
    private static final String KEY = "farm/watermark-secret";
    private static final int JOB_BITS = 40;
    private static final int FARM_DIGITS = 6;

    private final SecretKeySpec secret;
    private final long farm;

    FarmMark(String secret) {
        this.secret = new SecretKeySpec(secret.strip().getBytes(UTF_8), "HmacSHA256");
        this.farm = hash("farm") >>> JOB_BITS;
    }

    /** The configured one, or the farm's own, made now if it has none yet. */
    public static FarmMark of(WatermarkConfig config, ObjectStore store) {
        return new FarmMark(config.secret().orElseGet(() -> KeptSecret.get(store, KEY, "", "PARLEY_WATERMARK_SECRET")));
    }

    /** What the mark of a job's video says. */
    public long payload(JobId job) {
        return farm << JOB_BITS | hash("job " + job.value()) >>> Long.SIZE - JOB_BITS;
    }

    /** Whether a mark is one of this farm's videos. */
    public boolean isOurs(long payload) {
        return payload >>> JOB_BITS == farm;
    }

    /** The one of these jobs that a mark of this farm is of. */
    public Optional<JobId> job(long payload, Stream<JobId> jobs) {
        return isOurs(payload) ? jobs.filter(job -> payload(job) == payload).findFirst() : Optional.empty();
    }

    /** How a farm is called in what is shown: six hexadecimal digits. */
    public static String farm(long payload) {
        return HexFormat.of().toHexDigits(payload >>> JOB_BITS, FARM_DIGITS);
    }

    private long hash(String words) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return ByteBuffer.wrap(mac.doFinal(words.getBytes(UTF_8))).getLong();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
