package dev.parley.ingest.secret;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Marks what only this farm can have said: HMAC-SHA-256 under a key made of the farm's, for each purpose another. */
@ApplicationScoped
public class FarmMac {
    private static final String ALGORITHM = "HmacSHA256";

    private final FarmKey key;

    @Inject
    FarmMac(FarmKey key) {
        this.key = key;
    }

    /** 43 characters, fit for a URL. */
    public String of(String purpose, String text) {
        byte[] own = hmac(key.get().getEncoded(), purpose);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hmac(own, text));
    }

    /** Takes equally long whatever differs. */
    public boolean fits(String purpose, String text, String mark) {
        return MessageDigest.isEqual(
                of(purpose, text).getBytes(StandardCharsets.US_ASCII), mark.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no " + ALGORITHM, e);
        }
    }
}
