package dev.parley.watermark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/** Decides what the pattern looks like: marks are found by who has the key that they were made with. */
public final class MarkKey {
    /** Everybody's: what is marked with it any copy of Parley finds. */
    public static final MarkKey PUBLIC = new MarkKey("parley watermark, public pattern 1");

    private static final int SHORTEST = 16;

    private final byte[] secret;

    private MarkKey(String words) {
        secret = words.getBytes(UTF_8);
    }

    /**
     * @param words at least 16 characters that nobody can guess
     * @throws IllegalArgumentException if they are fewer
     */
    public static MarkKey of(String words) {
        Objects.requireNonNull(words, "words");
        if (words.strip().length() < SHORTEST) {
            throw new IllegalArgumentException("The key of the watermark has %d characters, expected at least %d"
                    .formatted(words.strip().length(), SHORTEST));
        }
        return new MarkKey(words.strip());
    }

    /** The first, second, ... 256 bits that follow from the key. */
    byte[] bits(int block) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(secret);
            hash.update(new byte[] {0, (byte) (block >> 24), (byte) (block >> 16), (byte) (block >> 8), (byte) block});
            return hash.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
