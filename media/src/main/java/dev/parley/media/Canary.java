package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_default_get_buffer2;
import static org.bytedeco.ffmpeg.global.avutil.av_image_get_linesize;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext.Get_buffer2_AVCodecContext_AVFrame_int;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.javacpp.BytePointer;

/**
 * Tells whether a decoder has painted all of the frame it was given. Some return one they have left empty, without an
 * error: a black picture, and nobody knows. So each row gets the same random bytes beforehand; sixteen of them that are
 * still there are no picture's.
 */
final class Canary extends Get_buffer2_AVCodecContext_AVFrame_int {
    // JavaCPP hands out few native callbacks of a kind.
    private static final Canary CALLBACK = new Canary();

    private static final int LOOK_BYTES = 16;
    private static final int LEAST_BYTES = 8;
    private static final byte[] PERIOD = new byte[1 << 12];

    static {
        // Bytes that nobody knows beforehand: no file can hold them and be taken for a frame left empty.
        new SecureRandom().nextBytes(PERIOD);
    }

    /** Has the decoder's frames painted. To be called before it is opened. */
    static void watch(AVCodecContext decoder) {
        decoder.get_buffer2(CALLBACK);
    }

    // Nothing may be thrown through FFmpeg: so nothing is allocated here that there might be no room for.
    @Override
    public int call(AVCodecContext decoder, AVFrame frame, int flags) {
        int code = avcodec_default_get_buffer2(decoder, frame, flags);
        if (code >= 0) {
            AVPixFmtDescriptor format = av_pix_fmt_desc_get(frame.format());
            for (int plane = 0; plane < planes(frame, format); plane++) {
                paint(frame, plane, rows(frame, format, plane));
            }
        }
        return code;
    }

    private static int planes(AVFrame frame, AVPixFmtDescriptor format) {
        int planes = 0;
        for (int i = 0; i < format.nb_components(); i++) {
            planes = Math.max(planes, format.comp(i).plane() + 1);
        }
        return planes;
    }

    private static int rows(AVFrame frame, AVPixFmtDescriptor format, int plane) {
        int shift = plane == 1 || plane == 2 ? format.log2_chroma_h() : 0;
        return -(-frame.height() >> shift);
    }

    private static void paint(AVFrame frame, int plane, int rows) {
        int length = frame.linesize(plane);
        BytePointer to = new BytePointer(frame.data(plane));
        for (int y = 0; y < rows; y++) {
            for (int at = 0; at < length; at += PERIOD.length) {
                to.position((long) y * length + at).put(PERIOD, 0, Math.min(PERIOD.length, length - at));
            }
        }
    }

    private static byte[] pattern(int length) {
        byte[] row = new byte[length];
        for (int at = 0; at < length; at += PERIOD.length) {
            System.arraycopy(PERIOD, 0, row, at, Math.min(PERIOD.length, length - at));
        }
        return row;
    }

    /** Whether a part of the picture was not decoded. */
    static boolean survives(AVFrame frame) {
        AVPixFmtDescriptor format = av_pix_fmt_desc_get(frame.format());
        for (int plane = 0; plane < planes(frame, format); plane++) {
            if (survives(frame, plane, rows(frame, format, plane))) {
                return true;
            }
        }
        return false;
    }

    private static boolean survives(AVFrame frame, int plane, int rows) {
        byte[] row = new byte[av_image_get_linesize(frame.format(), frame.width(), plane)];
        byte[] pattern = pattern(row.length);
        BytePointer from = new BytePointer(frame.data(plane));
        for (int y = 0; y < rows; y++) {
            from.position((long) y * frame.linesize(plane)).get(row);
            if (survives(row, pattern)) {
                return true;
            }
        }
        return false;
    }

    private static boolean survives(byte[] row, byte[] pattern) {
        int bytes = Math.min(LOOK_BYTES, row.length);
        for (int at = 0; bytes >= LEAST_BYTES && at + bytes <= row.length; at += bytes) {
            if (Arrays.equals(row, at, at + bytes, pattern, at, at + bytes)) {
                return true;
            }
        }
        return false;
    }
}
