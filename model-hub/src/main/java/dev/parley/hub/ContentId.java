package dev.parley.hub;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a hub knows a file's content by: SHA-256 of the bytes for large files (LFS), Git's SHA-1 of the blob for the rest.
 * Written as {@code sha256:HEX} or {@code git:HEX}.
 */
public record ContentId(Kind kind, String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

    /** How the content is hashed. */
    public enum Kind {
        SHA256(64),
        GIT(40);

        private final int digits;

        Kind(int digits) {
            this.digits = digits;
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException if that is not as many hexadecimal digits as the hash has */
    public ContentId {
        if (hex.length() != kind.digits || !HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "%s is not a hash: expected %d hexadecimal digits".formatted(hex, kind.digits));
        }
    }

    /** From a catalog or a file of pins. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ContentId parse(String text) {
        int colon = text.indexOf(':');
        for (Kind kind : Kind.values()) {
            if (colon > 0 && kind.word().equals(text.substring(0, colon))) {
                return new ContentId(kind, text.substring(colon + 1));
            }
        }
        throw new IllegalArgumentException("%s is not a hash: expected sha256:HEX or git:HEX".formatted(text));
    }

    /** An ETag of a hub: 64 digits are a SHA-256, 40 are Git's. */
    static ContentId ofEtag(String etag) {
        String hex = etag.replaceFirst("^W/", "").replace("\"", "").toLowerCase(Locale.ROOT);
        return new ContentId(hex.length() == Kind.GIT.digits ? Kind.GIT : Kind.SHA256, hex);
    }

    /** A digest that {@link #isOf} understands, to be fed with all of the file. */
    MessageDigest digest(long bytes) {
        MessageDigest digest = algorithm(kind == Kind.SHA256 ? "SHA-256" : "SHA-1");
        if (kind == Kind.GIT) {
            digest.update(("blob " + bytes + "\0").getBytes(US_ASCII));
        }
        return digest;
    }

    boolean isOf(byte[] hash) {
        return HexFormat.of().formatHex(hash).equals(hex);
    }

    private static MessageDigest algorithm(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has " + name, e);
        }
    }

    @JsonValue
    @Override
    public String toString() {
        return kind.word() + ":" + hex;
    }
}
