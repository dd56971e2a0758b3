package dev.parley.provenance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The hash that binds credentials to an MP4 ({@code c2pa.hash.bmff.v3}, without a Merkle tree): of each box at the top,
 * where it begins and all its bytes; except the file's type, the credentials themselves and {@code mfra}.
 */
final class BmffHash {
    static final String LABEL = "c2pa.hash.bmff.v3";
    static final int BYTES = 32;

    private static final int BUFFER = 1 << 20;

    private final MessageDigest digest = sha256();

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /** The SHA-256 of what remains in {@code bytes}. */
    static byte[] sha256(ByteBuffer bytes) {
        MessageDigest digest = sha256();
        digest.update(bytes);
        return digest.digest();
    }

    static boolean covers(Mp4Boxes.Box box) {
        return !box.isCredentials() && !box.type().equals("ftyp") && !box.type().equals("mfra");
    }

    static byte[] of(FileChannel file, List<Mp4Boxes.Box> boxes) throws IOException {
        BmffHash hash = new BmffHash();
        for (Mp4Boxes.Box box : boxes) {
            if (covers(box)) {
                hash.begin(box.offset());
                hash.copy(file, box.offset(), box.size(), null);
            }
        }
        return hash.value();
    }

    /** What follows are the bytes of a box that begins at {@code offset}. */
    void begin(long offset) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(offset).flip());
    }

    void add(byte[] bytes) {
        digest.update(bytes);
    }

    /** Adds bytes of a file, and writes them to {@code out} unless that is null. */
    void copy(FileChannel file, long from, long bytes, FileChannel out) throws IOException {
        for (long done = 0; done < bytes; ) {
            ByteBuffer part = Mp4Boxes.read(file, from + done, (int) Math.min(BUFFER, bytes - done));
            done += part.remaining();
            digest.update(part.duplicate());
            while (out != null && part.hasRemaining()) {
                out.write(part);
            }
        }
    }

    byte[] value() {
        return digest.digest();
    }

    /** The assertion; always of the same length. */
    static Map<String, Object> assertion(byte[] hash) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("exclusions", exclusions());
        content.put("alg", "sha256");
        content.put("hash", hash);
        content.put("name", "jumbf manifest");
        return content;
    }

    /** The three that every validator expects. */
    private static List<Map<String, Object>> exclusions() {
        byte[] c2pa = ByteBuffer.allocate(16)
                .putLong(Mp4Boxes.C2PA.getMostSignificantBits())
                .putLong(Mp4Boxes.C2PA.getLeastSignificantBits())
                .array();
        Map<String, Object> start = new LinkedHashMap<>();
        start.put("offset", Mp4Boxes.UUID_AT);
        start.put("value", c2pa);
        return List.of(exclusion("/uuid", List.of(start)), exclusion("/ftyp", null), exclusion("/mfra", null));
    }

    private static Map<String, Object> exclusion(String path, List<Map<String, Object>> data) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("xpath", path);
        if (data != null) {
            map.put("data", data);
        }
        return map;
    }
}
