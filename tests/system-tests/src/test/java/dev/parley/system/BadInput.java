package dev.parley.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/**
 * A request that must not get far, and what the farm must say about it.
 *
 * @param picture the picture's bytes
 * @param voice the recording's bytes
 * @param template JSON with {@code $IMAGE} and {@code $VOICE} where the inputs go
 * @param path the field that is wrong
 * @param code what is wrong with it
 */
record BadInput(String name, byte[] picture, byte[] voice, String template, String path, String code) {
    private static final String PLAIN =
            """
            {"image":"$IMAGE","speakers":[{"audio":"$VOICE"}],"prompt":"p","engine":"pantomime"}""";

    static List<BadInput> all() throws IOException {
        byte[] picture = Files.readAllBytes(Distribution.PROJECT.resolve("samples/woman.png"));
        byte[] voice = Recordings.speechLike(1, 16_000);
        return List.of(
                picture("a truncated PNG", Arrays.copyOf(picture, picture.length / 2), "unreadable"),
                picture("a picture of one pixel", png(1, 1), "too-small"),
                picture("a picture of 30,000 pixels a side", hugePng(30_000), "too-large"),
                picture("a playlist that calls itself a picture", playlist(), "unreadable"),
                voice(
                        "text that calls itself a recording",
                        "these are words\n".repeat(500).getBytes(UTF_8),
                        "unreadable"),
                voice("silence", Recordings.silence(2, 16_000), "silent"),
                voice("samples that are not numbers", Recordings.notANumber(2, 16_000), "not-finite"),
                voice("a tenth of a second", Recordings.speechLike(0.1, 16_000), "too-short"),
                voice("a list of files to play", concatenation(), "unsupported"),
                json(
                        "a box outside the picture",
                        picture,
                        voice,
                        """
                        {"image":"$IMAGE","speakers":[{"audio":"$VOICE","box":{"x":5000,"y":0,"width":90,"height":90}}],"prompt":"p"}""",
                        "speakers[0].box",
                        "box-outside"),
                json(
                        "three speakers",
                        picture,
                        voice,
                        """
                        {"image":"$IMAGE","speakers":[{"audio":"$VOICE"},{"audio":"$VOICE"},{"audio":"$VOICE"}],"prompt":"p"}""",
                        "speakers",
                        "wrong-count"),
                json(
                        "an unknown preset",
                        picture,
                        voice,
                        PLAIN.replace("\"prompt\"", "\"preset\":\"turbo\",\"prompt\""),
                        "preset",
                        "unknown-value"),
                json(
                        "a path for a picture",
                        picture,
                        voice,
                        PLAIN.replace("$IMAGE", "../../etc/passwd"),
                        "image",
                        "not-an-input"),
                json(
                        "a file: URL for a recording",
                        picture,
                        voice,
                        PLAIN.replace("$VOICE", "file:///etc/passwd"),
                        "speakers[0].audio",
                        "not-an-input"));
    }

    private static BadInput picture(String name, byte[] bytes, String code) {
        return new BadInput(name, bytes, Recordings.speechLike(1, 16_000), PLAIN, "image", code);
    }

    private static BadInput voice(String name, byte[] bytes, String code) throws IOException {
        return new BadInput(
                name,
                Files.readAllBytes(Distribution.PROJECT.resolve("samples/woman.png")),
                bytes,
                PLAIN,
                "speakers[0].audio",
                code);
    }

    private static BadInput json(String name, byte[] picture, byte[] voice, String template, String path, String code) {
        return new BadInput(name, picture, voice, template, path, code);
    }

    /** The request, with its inputs uploaded. */
    String request(Api api) throws IOException, InterruptedException {
        return template.replace("$IMAGE", api.upload(picture)).replace("$VOICE", api.upload(voice));
    }

    @Override
    public String toString() {
        return name;
    }

    private static byte[] playlist() {
        return "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n".getBytes(US_ASCII);
    }

    private static byte[] concatenation() {
        return "ffconcat version 1.0\nfile 'http://127.0.0.1:1/secret.wav'\n".getBytes(US_ASCII);
    }

    private static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", file);
        return file.toByteArray();
    }

    /** A sound PNG of one bit per pixel: small on disk, gigabytes once decoded. */
    private static byte[] hugePng(int side) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream rows = new DeflaterOutputStream(packed)) {
            byte[] row = new byte[1 + (side + 7) / 8];
            for (int y = 0; y < side; y++) {
                rows.write(row);
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        chunk(
                file,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(side)
                        .putInt(side)
                        .put((byte) 1)
                        .put(new byte[4])
                        .array());
        chunk(file, "IDAT", packed.toByteArray());
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(type.getBytes(US_ASCII));
        crc.update(data);
        file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        file.writeBytes(type.getBytes(US_ASCII));
        file.writeBytes(data);
        file.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
