package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;

import dev.parley.media.MediaException.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Reads PNG files. The decoder, which is strict, gets the chunks that make the picture: the critical ones, transparency,
 * and the camera's note of how it was held. Text, color profiles and animation are left out, so that nobody stumbles over
 * a wrong checksum where it changes nothing, and no color is converted.
 */
final class PngFile {
    static final long SIGNATURE = 0x89504E470D0A1A0AL;

    private static final int HEADER = 0x49484452; // "IHDR"
    private static final int DATA = 0x49444154; // "IDAT"
    private static final int END = 0x49454E44; // "IEND"
    private static final int TRANSPARENCY = 0x74524E53; // "tRNS"
    private static final int CAMERA = 0x65584966; // "eXIf"
    private static final int APPLE = 0x43674249; // "CgBI"

    private static final int FRAMING_BYTES = 12; // length, type and checksum
    private static final int ANCILLARY = 0x20 << 24;
    private static final ByteBuffer END_CHUNK = ByteBuffer.allocate(FRAMING_BYTES)
            .putInt(0)
            .putInt(END)
            .putInt(0xAE426082)
            .rewind();

    static CodedPicture read(ByteBuffer in) throws MediaException {
        requireHeaderFirst(in.getInt(12));
        List<ByteBuffer> parts = new ArrayList<>();
        parts.add(in.slice(0, Long.BYTES));
        boolean hasData = false;
        int type = 0;
        for (int at = Long.BYTES; type != END && at + FRAMING_BYTES <= in.limit(); ) {
            long bytes = FRAMING_BYTES + Integer.toUnsignedLong(in.getInt(at));
            type = in.getInt(at + 4);
            if (at + bytes > in.limit()) {
                hasData &= type != DATA;
                break;
            }
            ByteBuffer chunk = in.slice(at, (int) bytes);
            if (makesThePicture(type, chunk)) {
                requireRightChecksum(type, chunk, at);
                parts.add(chunk);
            }
            hasData |= type == DATA;
            at += (int) bytes;
        }
        if (!hasData) {
            throw CodedPicture.cutOff("PNG");
        }
        if (type != END) {
            // Whether a pixel is missing the decoder finds out; the end alone is no loss.
            parts.add(END_CHUNK);
        }
        return new CodedPicture(AV_CODEC_ID_PNG, in.getInt(16), in.getInt(20), parts);
    }

    private static void requireHeaderFirst(int type) throws MediaException {
        if (type == APPLE) {
            throw new MediaException(
                    Problem.UNSUPPORTED,
                    "The PNG was made for iOS apps (CgBI), which only Apple's software can show; use the picture it was"
                            + " made of, or open it in Preview on a Mac and export it as PNG");
        }
        if (type != HEADER) {
            throw new MediaException(Problem.UNREADABLE, "The PNG does not begin with its header");
        }
    }

    private static boolean makesThePicture(int type, ByteBuffer chunk) {
        boolean critical = (type & ANCILLARY) == 0;
        // A note with a wrong checksum is ignored, as browsers do.
        return critical || type == TRANSPARENCY || type == CAMERA && hasRightChecksum(chunk);
    }

    private static void requireRightChecksum(int type, ByteBuffer chunk, int at) throws MediaException {
        if (!hasRightChecksum(chunk)) {
            String name = StandardCharsets.ISO_8859_1
                    .decode(chunk.slice(Integer.BYTES, Integer.BYTES))
                    .toString();
            throw new MediaException(
                    Problem.UNREADABLE,
                    "The PNG is damaged: its %s chunk at byte %d does not have the checksum it says, so %s would be wrong;"
                                    .formatted(name, at, type == DATA ? "pixels" : "the picture")
                            + " copy or export the file again");
        }
    }

    private static boolean hasRightChecksum(ByteBuffer chunk) {
        CRC32 crc = new CRC32();
        crc.update(chunk.slice(Integer.BYTES, chunk.capacity() - 2 * Integer.BYTES));
        return (int) crc.getValue() == chunk.getInt(chunk.capacity() - Integer.BYTES);
    }

    private PngFile() {}
}
