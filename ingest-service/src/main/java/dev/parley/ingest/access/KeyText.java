package dev.parley.ingest.access;

import dev.parley.contracts.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a caller shows: {@code parley_<id>_<secret>}, the secret with 256 random bits. The prefix lets scanners of
 * repositories and logs find it; the id names the key where the secret must not be.
 */
final class KeyText {
    static final String FORM = "parley_<12 hex digits>_<64 hex digits>";

    private static final Pattern PATTERN = Pattern.compile("parley_([0-9a-f]{12})_[0-9a-f]{64}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String id;
    private final String text;

    private KeyText(String id, String text) {
        this.id = id;
        this.text = text;
    }

    static KeyText create() {
        String id = random(6);
        return new KeyText(id, "parley_%s_%s".formatted(id, random(32)));
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** The key that {@code text} is, or nothing. */
    static Optional<KeyText> parse(String text) {
        var parts = PATTERN.matcher(text == null ? "" : text);
        return parts.matches() ? Optional.of(new KeyText(parts.group(1), text)) : Optional.empty();
    }

    String id() {
        return id;
    }

    /** To be shown once, and kept nowhere. */
    String reveal() {
        return text;
    }

    /** What is kept. Of 256 random bits a plain hash cannot be undone, however fast it is. */
    String hash() {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes equally long whatever differs. */
    boolean hasHash(String expected) {
        return MessageDigest.isEqual(
                hash().getBytes(StandardCharsets.US_ASCII), expected.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "parley_" + id + "_...";
    }
}
