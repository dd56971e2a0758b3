package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;

import dev.parley.media.MediaException.Problem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads JPEG files segment by segment. Phones put films, depth maps and more pictures behind the end, some leave the end
 * out, some programs leave stray bytes between segments: the decoder, which is strict, gets a file without all that.
 */
final class JpegFile {
    private static final int START = 0xD8;
    private static final int END = 0xD9;
    private static final int SCAN = 0xDA;
    private static final int ADOBE = 0xEE;
    private static final int NONE = -1;
    private static final int INKS = 4;
    private static final byte FILL = (byte) 0xFF;

    /** Ones are no Huffman code: where pixels are missing the decoder runs into them, and says so. */
    private static final byte[] NO_PIXELS = {FILL, 0, FILL, 0, FILL, 0, FILL, 0, FILL, 0, FILL, 0, FILL, 0, FILL, 0};

    private final ByteBuffer in;
    private final List<ByteBuffer> parts = new ArrayList<>();
    private final JpegScans scans = new JpegScans();
    private CodedPicture header;
    private JpegInks inks = JpegInks.CMYK;

    private JpegFile(ByteBuffer in) {
        this.in = in;
    }

    static CodedPicture read(ByteBuffer in) throws MediaException {
        return new JpegFile(in).read();
    }

    private CodedPicture read() throws MediaException {
        parts.add(marker(START));
        int at = nextMarker(2);
        while (at != NONE && (in.get(at) & 0xFF) != END) {
            at = nextMarker(segment(at));
        }
        if (header == null) {
            throw new MediaException(Problem.UNREADABLE, "The JPEG does not state its size");
        }
        if (scans.none() || at == NONE && !scans.complete()) {
            throw CodedPicture.cutOff("JPEG");
        }
        if (at == NONE) {
            parts.add(ByteBuffer.wrap(NO_PIXELS));
        }
        parts.add(marker(END));
        return new CodedPicture(header.codec(), header.width(), header.height(), parts);
    }

    private static ByteBuffer marker(int code) {
        return ByteBuffer.wrap(new byte[] {FILL, (byte) code});
    }

    /** @return where the code of the next marker with a length, or of the end, lies; {@link #NONE} if there is none */
    private int nextMarker(int from) {
        for (int at = from + 1; at < in.limit(); at++) {
            if (in.get(at - 1) == FILL && hasLength(in.get(at) & 0xFF)) {
                return at;
            }
        }
        return NONE;
    }

    private static boolean hasLength(int code) {
        return code >= 0xC0 && code != 0xFF && code != START && !isRestart(code);
    }

    private static boolean isRestart(int code) {
        return code >= 0xD0 && code <= 0xD7;
    }

    /** @return what follows the segment whose code lies at {@code at}, and a scan's pixels */
    private int segment(int at) throws MediaException {
        int code = in.get(at) & 0xFF;
        int end = at + 1 + (in.getShort(at + 1) & 0xFFFF);
        if (end > in.limit()) {
            throw CodedPicture.cutOff("JPEG");
        }
        if (isFrame(code)) {
            requireHuffman(code);
            header = CodedPicture.whole(
                    AV_CODEC_ID_MJPEG, in.getShort(at + 6) & 0xFFFF, in.getShort(at + 4) & 0xFFFF, in);
            scans.begin(in.slice(at + 3, end - at - 3), code);
            if (in.get(at + 8) == INKS) {
                parts.add(inks.segment());
            }
        }
        if (code == ADOBE) {
            inks = JpegInks.of(in.slice(at + 3, end - at - 3)).orElse(inks);
        }
        if (code == SCAN) {
            scans.add(in.slice(at + 3, end - at - 3));
            end = endOfPixels(end);
        }
        parts.add(in.slice(at - 1, end - at + 1));
        return end;
    }

    /** SOF0 to SOF15 but for DHT, JPG and DAC, which lie between them. */
    private static boolean isFrame(int code) {
        return code >= 0xC0 && code <= 0xCF && code != 0xC4 && code != 0xC8 && code != 0xCC;
    }

    private static void requireHuffman(int code) throws MediaException {
        if (code > 0xC8) {
            throw new MediaException(
                    Problem.UNSUPPORTED,
                    "The JPEG uses arithmetic coding, which few programs read; save it as an ordinary JPEG or as PNG");
        }
    }

    // Inside a scan every FF is followed by a zero, a restart marker, or another FF.
    private int endOfPixels(int from) {
        for (int at = from; at + 1 < in.limit(); at++) {
            int code = in.get(at + 1) & 0xFF;
            if (in.get(at) == FILL && code != 0 && code != 0xFF && !isRestart(code)) {
                return at;
            }
        }
        return in.limit();
    }
}
