package dev.parley.ingest.secret;

import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderRequest.Webhook;
import dev.parley.contracts.SealedWebhook;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Hides what of a webhook is a secret (its signing secret, and the query of its URL, which often is a token) from all who
 * read topics and states: AES-256-GCM under the farm's key, bound to the job, so that a seal cannot be moved to another.
 */
@ApplicationScoped
public class WebhookSeal {
    private static final String VERSION = "v1.";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Supplier<SecretKey> key;
    private final SecureRandom random = new SecureRandom();

    @Inject
    WebhookSeal(FarmKey key) {
        this(key::get);
    }

    WebhookSeal(Supplier<SecretKey> key) {
        this.key = key;
    }

    /** @param webhook null where nobody is to be called */
    public SealedWebhook seal(JobId job, Webhook webhook) {
        if (webhook == null) {
            return null;
        }
        String shown = withoutQuery(webhook.url());
        boolean nothingToHide = webhook.secret() == null && shown.equals(webhook.url());
        return new SealedWebhook(shown, nothingToHide ? null : encrypt(job, Json.write(webhook)), webhook.events());
    }

    /**
     * @throws IllegalStateException if the seal was made with another key or for another job
     */
    public Webhook open(JobId job, String url, String sealed) {
        if (sealed == null || isUnsealed(sealed)) {
            return new Webhook(url, sealed);
        }
        return Json.read(decrypt(job, sealed), Webhook.class);
    }

    /** Whether a state of a farm without seals has its secret there, readable for all. */
    public static boolean isUnsealed(String sealed) {
        return sealed != null && !sealed.startsWith(VERSION);
    }

    private static String withoutQuery(String url) {
        int end = 0;
        while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != '#') {
            end++;
        }
        return url.substring(0, end);
    }

    private String encrypt(JobId job, String plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] hidden = apply(Cipher.ENCRYPT_MODE, job, nonce, plain.getBytes(StandardCharsets.UTF_8));
        byte[] all = ByteBuffer.allocate(nonce.length + hidden.length)
                .put(nonce)
                .put(hidden)
                .array();
        return VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    private String decrypt(JobId job, String sealed) {
        byte[] all = Base64.getUrlDecoder().decode(sealed.substring(VERSION.length()));
        if (all.length < NONCE_BYTES) {
            throw new IllegalStateException("The webhook of %s is cut off".formatted(job));
        }
        byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
        byte[] hidden = Arrays.copyOfRange(all, NONCE_BYTES, all.length);
        return new String(apply(Cipher.DECRYPT_MODE, job, nonce, hidden), StandardCharsets.UTF_8);
    }

    private byte[] apply(int mode, JobId job, byte[] nonce, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key.get(), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(job.value().getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "Cannot %s the webhook of %s with the farm's key (PARLEY_FARM_KEY, or the object %s)"
                            .formatted(mode == Cipher.ENCRYPT_MODE ? "seal" : "open", job, FarmKey.KEY),
                    e);
        }
    }
}
