package dev.parley.media;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_BMP;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_GIF;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;

import dev.parley.media.MediaException.Problem;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * A picture file taken apart: its kind, its size (so that a small file that unpacks to a huge picture is refused before
 * anything is unpacked), and those of its bytes that bear pixels. Decoders are strict with what they get, and make up
 * what is missing; so what does not matter is kept from them, and files that are cut off are found here, where the
 * format has an end to look for.
 *
 * @param codec FFmpeg's number of the decoder
 * @param width of what is coded, as {@code height}
 * @param parts what goes to the decoder, one behind the other; slices of the file
 * @param canvas what is seen; null where that is what is coded
 */
record CodedPicture(int codec, int width, int height, List<ByteBuffer> parts, Canvas canvas) {
    private static final int EXPECTED_BYTES = 16;
    private static final long BYTES_OF_DEEP_PIXEL = 8;
    static final long BYTES_OF_PIXEL = 4;
    private static final String OURS = "PNG, JPEG, WebP, AVIF, HEIC, BMP, GIF or TIFF";

    CodedPicture {
        parts = List.copyOf(parts);
    }

    CodedPicture(int codec, int width, int height, List<ByteBuffer> parts) {
        this(codec, width, height, parts, null);
    }

    CodedPicture on(Canvas around) {
        return new CodedPicture(codec, width, height, parts, around);
    }

    /** All of the file goes to the decoder. */
    static CodedPicture whole(int codec, int width, int height, ByteBuffer file) {
        return new CodedPicture(codec, width, height, List.of(file.duplicate().rewind()));
    }

    /** @param file all of it, from position 0 */
    static CodedPicture of(ByteBuffer file) throws MediaException {
        try {
            return read(file.duplicate().order(ByteOrder.BIG_ENDIAN));
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | IllegalArgumentException
                | ArithmeticException e) {
            throw new MediaException(Problem.UNREADABLE, "The picture is cut off in its header", e);
        }
    }

    private static CodedPicture read(ByteBuffer in) throws MediaException {
        if (in.remaining() < EXPECTED_BYTES) {
            throw new MediaException(
                    Problem.UNREADABLE, "The file has %d bytes: too few for a picture".formatted(in.remaining()));
        }
        if (in.getLong(0) == PngFile.SIGNATURE) {
            return PngFile.read(in);
        }
        if ((in.getInt(0) & 0xFFFFFF00) == 0xFFD8FF00) {
            return JpegFile.read(in);
        }
        if (ascii(in, 0, 4).equals("RIFF") && ascii(in, 8, 4).equals("WEBP")) {
            return WebpFile.read(in);
        }
        if (ascii(in, 0, 4).equals("GIF8")) {
            return gif(in);
        }
        if (in.getInt(0) == 0x49492A00 || in.getInt(0) == 0x4D4D002A) {
            return TiffFile.read(in);
        }
        ForeignFormat.refuse(in, OURS);
        if (ascii(in, 0, 2).equals("BM")) {
            return bmp(in);
        }
        throw new MediaException(Problem.UNREADABLE, "The file is not a picture, expected " + OURS);
    }

    private static CodedPicture gif(ByteBuffer in) throws MediaException {
        in.order(ByteOrder.LITTLE_ENDIAN);
        int at = 13 + gifColors(in.get(10));
        while (in.get(at) == '!') {
            at = endOfGifBlocks(in, at + 2);
        }
        if (in.get(at) != ',') {
            throw new MediaException(Problem.UNREADABLE, "The GIF contains no picture");
        }
        // Behind the descriptor and its colors comes the size of a code, then the data.
        endOfGifBlocks(in, at + 11 + gifColors(in.get(at + 9)));
        return whole(AV_CODEC_ID_GIF, in.getShort(6) & 0xFFFF, in.getShort(8) & 0xFFFF, in);
    }

    private static int gifColors(byte flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private static int endOfGifBlocks(ByteBuffer in, int from) {
        int at = from;
        while (in.get(at) != 0) {
            at += 1 + (in.get(at) & 0xFF);
        }
        return at + 1;
    }

    private static CodedPicture bmp(ByteBuffer in) {
        in.order(ByteOrder.LITTLE_ENDIAN);
        boolean ancient = in.getInt(14) == 12;
        int width = ancient ? in.getShort(18) & 0xFFFF : in.getInt(18);
        // Rows may be stored from the top, which a negative height says.
        int height = ancient ? in.getShort(20) & 0xFFFF : Math.abs(in.getInt(22));
        return whole(AV_CODEC_ID_BMP, width, height, in);
    }

    static String ascii(ByteBuffer in, int at, int length) {
        byte[] bytes = new byte[length];
        in.get(at, bytes);
        return new String(bytes, US_ASCII);
    }

    static MediaException cutOff(String format) {
        return new MediaException(Problem.UNREADABLE, "The %s file is cut off: its end is missing".formatted(format));
    }

    /** Bytes that decoding takes at most: what is coded, pixels of four times 16 bits, and these in four times 8. */
    long memory() {
        long seen = canvas == null ? (long) width * height : (long) canvas.width() * canvas.height();
        return BYTES_OF_DEEP_PIXEL * width * height
                + BYTES_OF_PIXEL * seen
                + parts.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    /** The bytes as decoders take them. */
    AVPacket packet(Scope scope) {
        int bytes = parts.stream().mapToInt(ByteBuffer::remaining).reduce(0, Math::addExact);
        AVPacket packet = scope.packet();
        Ffmpeg.require(av_new_packet(packet, bytes), "Cannot hold a picture file of %d bytes".formatted(bytes));
        ByteBuffer content = new BytePointer(packet.data()).capacity(bytes).asByteBuffer();
        parts.forEach(part -> content.put(part.duplicate()));
        return packet;
    }

    void requireWithin(Limits limits) throws MediaException {
        if (canvas == null) {
            requireWithin(width, height, limits);
        } else {
            requireWithin(canvas.width(), canvas.height(), limits);
        }
    }

    /**
     * The decoded frame as it is to be seen.
     *
     * @return a frame of the scope's, RGB or RGBA
     */
    AVFrame seen(Scope scope, AVFrame frame, Limits limits) throws MediaException {
        if (canvas == null) {
            requireWithin(frame.width(), frame.height(), limits);
            return RgbFrame.converted(scope, frame);
        }
        try (Scope local = new Scope()) {
            return canvas.with(scope, RgbFrame.converted(local, frame));
        }
    }

    static void requireWithin(int width, int height, Limits limits) throws MediaException {
        if (width < 0 || height < 0) {
            throw new MediaException(Problem.UNREADABLE, "The picture claims a negative size");
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
