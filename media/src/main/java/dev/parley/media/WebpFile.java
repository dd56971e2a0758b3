package dev.parley.media;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_WEBP;

import dev.parley.media.MediaException.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Reads WebP files. Of an animated one, which the decoder does not know, the first frame becomes a file of its own. */
final class WebpFile {
    private static final int ANIMATED = 0x02;
    private static final byte ALPHA = 0x10;
    private static final byte EXIF = 0x08;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final int FRAME_HEADER_BYTES = 16;

    static CodedPicture read(ByteBuffer in) throws MediaException {
        in.order(ByteOrder.LITTLE_ENDIAN);
        if (Integer.toUnsignedLong(in.getInt(4)) + CHUNK_HEADER_BYTES > in.limit()) {
            throw CodedPicture.cutOff("WebP");
        }
        return switch (CodedPicture.ascii(in, 12, 4)) {
            case "VP8X" -> extended(in);
            case "VP8L" -> {
                int sizes = in.getInt(21);
                yield whole((sizes & 0x3FFF) + 1, (sizes >>> 14 & 0x3FFF) + 1, in);
            }
            case "VP8 " -> whole(in.getShort(26) & 0x3FFF, in.getShort(28) & 0x3FFF, in);
            default -> throw new MediaException(Problem.UNREADABLE, "The WebP file contains no picture");
        };
    }

    private static CodedPicture whole(int width, int height, ByteBuffer in) {
        return CodedPicture.whole(AV_CODEC_ID_WEBP, width, height, in);
    }

    private static CodedPicture extended(ByteBuffer in) throws MediaException {
        int width = size(in, 24);
        int height = size(in, 27);
        if ((in.get(20) & ANIMATED) == 0) {
            return whole(width, height, in);
        }
        return firstOf(firstFrame(in), exif(in), width, height);
    }

    /** Players show nothing around a frame that is smaller than the canvas, whatever the file's background is. */
    private static CodedPicture firstOf(ByteBuffer frame, ByteBuffer exif, int canvasWidth, int canvasHeight)
            throws MediaException {
        // Places are stored in steps of two pixels.
        int left = (size(frame, 0) - 1) * 2;
        int top = (size(frame, 3) - 1) * 2;
        int width = size(frame, 6);
        int height = size(frame, 9);
        if (left + width > canvasWidth || top + height > canvasHeight) {
            throw new MediaException(
                    Problem.UNREADABLE,
                    "The first frame of the animated WebP, %dx%d at (%d, %d), does not fit into its %dx%d pixels"
                            .formatted(width, height, left, top, canvasWidth, canvasHeight));
        }
        ByteBuffer coded = frame.slice(FRAME_HEADER_BYTES, frame.capacity() - FRAME_HEADER_BYTES);
        List<ByteBuffer> file = List.of(header(width, height, coded.capacity() + exif.capacity()), coded, exif);
        CodedPicture still = new CodedPicture(AV_CODEC_ID_WEBP, width, height, file);
        return width == canvasWidth && height == canvasHeight
                ? still
                : still.on(new Canvas(canvasWidth, canvasHeight, left, top));
    }

    /** Three bytes that are one less than what they stand for. */
    private static int size(ByteBuffer in, int at) {
        return (in.getShort(at) & 0xFFFF | (in.get(at + 2) & 0xFF) << 16) + 1;
    }

    private static ByteBuffer firstFrame(ByteBuffer in) throws MediaException {
        ByteBuffer frame = chunk(in, "ANMF");
        if (frame == null) {
            throw new MediaException(Problem.UNREADABLE, "The animated WebP file contains no picture");
        }
        return frame.slice(CHUNK_HEADER_BYTES, frame.capacity() - CHUNK_HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** How the camera was held, which the decoder reads behind the picture; empty if the file does not say, or is cut off. */
    private static ByteBuffer exif(ByteBuffer in) {
        ByteBuffer none = ByteBuffer.allocate(0);
        if ((in.get(20) & EXIF) == 0) {
            return none;
        }
        try {
            ByteBuffer exif = chunk(in, "EXIF");
            return exif == null ? none : exif;
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            return none;
        }
    }

    /** The first chunk of a kind, header included; null if there is none. */
    private static ByteBuffer chunk(ByteBuffer in, String kind) {
        for (int at = 12; at + CHUNK_HEADER_BYTES <= in.limit(); ) {
            int bytes = Math.toIntExact(Integer.toUnsignedLong(in.getInt(at + 4)));
            int whole = Math.addExact(CHUNK_HEADER_BYTES, bytes);
            if (CodedPicture.ascii(in, at, 4).equals(kind)) {
                return in.slice(at, whole);
            }
            // Chunks begin at even bytes.
            at = Math.addExact(at, Math.addExact(whole, bytes & 1));
        }
        return null;
    }

    /** Of a still picture: what a frame has, transparency included, follows as it is, and how the camera was held. */
    private static ByteBuffer header(int width, int height, int bytes) {
        ByteBuffer header = ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN);
        header.put("RIFF".getBytes(US_ASCII)).putInt(22 + bytes).put("WEBPVP8X".getBytes(US_ASCII));
        header.putInt(10).putInt(ALPHA | EXIF);
        header.putShort((short) (width - 1)).put((byte) ((width - 1) >> 16));
        header.putShort((short) (height - 1)).put((byte) ((height - 1) >> 16));
        return header.rewind();
    }

    private WebpFile() {}
}
