package dev.parley.provenance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An MP4 with nothing in it but an index of two tracks and their samples, and what to say of it. */
final class SmallVideo {
    static final String FIRST = "first sample";
    static final String SECOND = "second sample";

    private static final byte[] TYPE = box("ftyp", "isom".getBytes(StandardCharsets.US_ASCII), new byte[4]);

    static byte[] bytes() {
        int samples = TYPE.length + moov(0).length + 8;
        return joined(TYPE, moov(samples), box("mdat", (FIRST + SECOND).getBytes(StandardCharsets.US_ASCII)));
    }

    private static byte[] moov(int samples) {
        return box(
                "moov",
                box("mvhd", new byte[100]),
                track(box(
                        "stco",
                        ByteBuffer.allocate(12).putInt(4, 1).putInt(8, samples).array())),
                track(box(
                        "co64",
                        ByteBuffer.allocate(16)
                                .putInt(4, 1)
                                .putLong(8, samples + FIRST.length())
                                .array())));
    }

    private static byte[] track(byte[] offsets) {
        return box("trak", box("mdia", box("minf", box("stbl", offsets))));
    }

    static byte[] box(String type, byte[]... content) {
        byte[] body = joined(content);
        return ByteBuffer.allocate(8 + body.length)
                .putInt(8 + body.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(body)
                .array();
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    static Statement statement() {
        return new Statement(
                "Parley",
                "1.2",
                "A test",
                UUID.nameUUIDFromBytes(new byte[] {1}),
                Instant.parse("2026-11-29T12:00:00.123456789Z"),
                Statement.TRAINED_MODEL,
                "Made by a test",
                Map.of("seed", 42L, "request", "{\"image\":\"inputs/1\"}", "sizes", List.of(1L, 2.5, true)));
    }

    static Path signed(Path folder, SigningIdentity signer) throws IOException, UnreadableCredentialsException {
        Path in = Files.write(folder.resolve("in.mp4"), bytes());
        Path out = folder.resolve("out.mp4");
        new CredentialWriter(signer).write(in, out, statement());
        return out;
    }

    private SmallVideo() {}
}
