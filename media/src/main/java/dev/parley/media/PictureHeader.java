package dev.parley.media;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_BMP;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_GIF;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_TIFF;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_WEBP;

import dev.parley.media.MediaException.Problem;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Kind and size of a picture, from its first bytes: so that a small file that unpacks to a huge picture is refused before
 * anything is unpacked. Also finds files that are cut off, where the format has an end to look for; decoders make up
 * what is missing.
 *
 * @param codec FFmpeg's number of the decoder
 */
record PictureHeader(int codec, int width, int height) {
    private static final int PNG_END = 0x49454E44; // "IEND"

    private static final int JPEG_SCAN = 0xDA;
    private static final int JPEG_END = 0xD9;
    private static final int EXPECTED_BYTES = 16;

    /** @param file all of it, from position 0 */
    static PictureHeader of(ByteBuffer file) throws MediaException {
        try {
            return read(file.duplicate().order(ByteOrder.BIG_ENDIAN));
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new MediaException(Problem.UNREADABLE, "The picture is cut off in its header", e);
        }
    }

    private static PictureHeader read(ByteBuffer in) throws MediaException {
        if (in.remaining() < EXPECTED_BYTES) {
            throw new MediaException(
                    Problem.UNREADABLE, "The file has %d bytes: too few for a picture".formatted(in.remaining()));
        }
        if (in.getLong(0) == 0x89504E470D0A1A0AL) {
            return png(in);
        }
        if ((in.getInt(0) & 0xFFFFFF00) == 0xFFD8FF00) {
            return jpeg(in);
        }
        if (ascii(in, 0, 4).equals("RIFF") && ascii(in, 8, 4).equals("WEBP")) {
            return webp(in);
        }
        if (ascii(in, 0, 4).equals("GIF8")) {
            return gif(in);
        }
        if (in.getInt(0) == 0x49492A00 || in.getInt(0) == 0x4D4D002A) {
            return tiff(in);
        }
        if (ascii(in, 0, 2).equals("BM")) {
            return bmp(in);
        }
        throw new MediaException(
                Problem.UNREADABLE, "The file is no picture, expected PNG, JPEG, WebP, BMP, GIF or TIFF");
    }

    private static PictureHeader png(ByteBuffer in) throws MediaException {
        PictureHeader header = new PictureHeader(AV_CODEC_ID_PNG, in.getInt(16), in.getInt(20));
        long at = 8;
        while (at + 12 <= in.limit()) {
            if (in.getInt((int) at + 4) == PNG_END) {
                return header;
            }
            at += 12 + Integer.toUnsignedLong(in.getInt((int) at));
        }
        throw cutOff("PNG");
    }

    private static PictureHeader jpeg(ByteBuffer in) throws MediaException {
        PictureHeader header = null;
        int at = 2;
        while (true) {
            while (in.get(at) == (byte) 0xFF) {
                at++;
            }
            int marker = in.get(at) & 0xFF;
            int length = in.getShort(at + 1) & 0xFFFF;
            if (marker == JPEG_SCAN) {
                requireJpegEnd(in, at);
                break;
            }
            // SOF0..SOF15 but for DHT, JPG and DAC, which lie between them.
            if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
                header = new PictureHeader(
                        AV_CODEC_ID_MJPEG, in.getShort(at + 6) & 0xFFFF, in.getShort(at + 4) & 0xFFFF);
            }
            at += 1 + length;
        }
        if (header == null) {
            throw new MediaException(Problem.UNREADABLE, "The JPEG does not say how large it is");
        }
        return header;
    }

    // Inside a scan every FF is followed by a zero or a restart marker, so the pair FF D9 is the end.
    private static void requireJpegEnd(ByteBuffer in, int from) throws MediaException {
        for (int at = in.limit() - 2; at > from; at--) {
            if (in.get(at) == (byte) 0xFF && in.get(at + 1) == (byte) JPEG_END) {
                return;
            }
        }
        throw cutOff("JPEG");
    }

    private static PictureHeader webp(ByteBuffer in) throws MediaException {
        in.order(ByteOrder.LITTLE_ENDIAN);
        if (Integer.toUnsignedLong(in.getInt(4)) + 8 > in.limit()) {
            throw cutOff("WebP");
        }
        return switch (ascii(in, 12, 4)) {
            case "VP8X" ->
                new PictureHeader(AV_CODEC_ID_WEBP, (in.getInt(24) & 0xFFFFFF) + 1, (in.getInt(26) >>> 8) + 1);
            case "VP8L" -> {
                int sizes = in.getInt(21);
                yield new PictureHeader(AV_CODEC_ID_WEBP, (sizes & 0x3FFF) + 1, (sizes >>> 14 & 0x3FFF) + 1);
            }
            case "VP8 " -> new PictureHeader(AV_CODEC_ID_WEBP, in.getShort(26) & 0x3FFF, in.getShort(28) & 0x3FFF);
            default -> throw new MediaException(Problem.UNREADABLE, "The WebP file holds no picture");
        };
    }

    private static PictureHeader gif(ByteBuffer in) throws MediaException {
        in.order(ByteOrder.LITTLE_ENDIAN);
        int at = 13 + gifColours(in.get(10));
        while (in.get(at) == '!') {
            at = endOfGifBlocks(in, at + 2);
        }
        if (in.get(at) != ',') {
            throw new MediaException(Problem.UNREADABLE, "The GIF holds no picture");
        }
        // Behind the descriptor and its colours comes the size of a code, then the data.
        endOfGifBlocks(in, at + 11 + gifColours(in.get(at + 9)));
        return new PictureHeader(AV_CODEC_ID_GIF, in.getShort(6) & 0xFFFF, in.getShort(8) & 0xFFFF);
    }

    private static int gifColours(byte flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private static int endOfGifBlocks(ByteBuffer in, int from) {
        int at = from;
        while (in.get(at) != 0) {
            at += 1 + (in.get(at) & 0xFF);
        }
        return at + 1;
    }

    private static PictureHeader bmp(ByteBuffer in) {
        in.order(ByteOrder.LITTLE_ENDIAN);
        boolean ancient = in.getInt(14) == 12;
        int width = ancient ? in.getShort(18) & 0xFFFF : in.getInt(18);
        // Rows may be stored from the top, which a negative height says.
        int height = ancient ? in.getShort(20) & 0xFFFF : Math.abs(in.getInt(22));
        return new PictureHeader(AV_CODEC_ID_BMP, width, height);
    }

    private static PictureHeader tiff(ByteBuffer in) throws MediaException {
        in.order(in.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = in.getInt(4);
        int entries = in.getShort(directory) & 0xFFFF;
        int width = 0;
        int height = 0;
        for (int i = 0; i < entries; i++) {
            int at = directory + 2 + 12 * i;
            boolean isShort = in.getShort(at + 2) == 3;
            int value = isShort ? in.getShort(at + 8) & 0xFFFF : in.getInt(at + 8);
            switch (in.getShort(at)) {
                case 0x100 -> width = value;
                case 0x101 -> height = value;
                default -> {}
            }
        }
        return new PictureHeader(AV_CODEC_ID_TIFF, width, height);
    }

    private static String ascii(ByteBuffer in, int at, int length) {
        byte[] bytes = new byte[length];
        in.get(at, bytes);
        return new String(bytes, US_ASCII);
    }

    private static MediaException cutOff(String format) {
        return new MediaException(Problem.UNREADABLE, "The %s file is cut off: its end is missing".formatted(format));
    }

    void requireWithin(Limits limits) throws MediaException {
        requireWithin(width, height, limits);
    }

    static void requireWithin(int width, int height, Limits limits) throws MediaException {
        if (width < 0 || height < 0) {
            throw new MediaException(Problem.UNREADABLE, "The picture says it has a negative size");
        }
        if (Math.min(width, height) < limits.minSide()) {
            throw new MediaException(
                    Problem.TOO_SMALL,
                    "The picture is %dx%d pixels, expected sides of at least %d"
                            .formatted(width, height, limits.minSide()));
        }
        if (Math.max(width, height) > limits.maxSide() || (long) width * height > limits.maxPixels()) {
            throw new MediaException(
                    Problem.TOO_LARGE,
                    "The picture is %dx%d pixels, expected sides of at most %d and at most %d pixels in all"
                            .formatted(width, height, limits.maxSide(), limits.maxPixels()));
        }
    }
}
