package dev.parley.media;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_TIFF;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_CRCCHECK;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_ENOMEM;

import dev.parley.media.MediaException.Problem;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Makes one frame of one packet: all of it, or none. */
final class StillDecoder {
    /** Settings that a decoder needs beyond our own. */
    interface Setup {
        void apply(AVCodecContext decoder) throws MediaException;
    }

    /** @return a frame of the scope's */
    static AVFrame decode(Scope scope, AVCodec codec, AVPacket packet, Limits limits, Setup setup)
            throws MediaException {
        String format = avcodec_get_name(codec.id()).getString();
        AVFrame frame = scope.frame();
        try (Scope local = new Scope()) {
            AVCodecContext decoder = local.codec(codec);
            setup.apply(decoder);
            decoder.thread_count(1)
                    // The header was checked, but the decoder may find another size further on.
                    .max_pixels(limits.maxPixels())
                    .err_recognition(strictness(codec.id()));
            Canary.watch(decoder);
            requireDecoded(avcodec_open2(decoder, codec, local.dictionary(Map.of())), format);
            requireDecoded(avcodec_send_packet(decoder, packet), format);
            requireDecoded(avcodec_send_packet(decoder, null), format);
            requireDecoded(avcodec_receive_frame(decoder, frame), format);
        }
        if ((frame.flags() & AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0) {
            throw new MediaException(Problem.UNREADABLE, "The %s picture is damaged".formatted(format));
        }
        if (Canary.survives(frame)) {
            throw new MediaException(
                    Problem.UNREADABLE,
                    "The %s picture cannot be decoded completely: a part is missing or uses an unsupported coding"
                            .formatted(format));
        }
        return frame;
    }

    private static int strictness(int codec) {
        // To the TIFF decoder every tag it does not know is an error; it has no more than that to be strict about.
        return codec == AV_CODEC_ID_TIFF ? AV_EF_CRCCHECK : AV_EF_CRCCHECK | AV_EF_EXPLODE;
    }

    private static void requireDecoded(int code, String format) throws MediaException {
        if (code == AVERROR_ENOMEM()) {
            throw new MediaException(
                    Problem.TOO_LARGE,
                    "The %s picture takes more memory than is allowed: save it smaller, or with 8 bits a color"
                            .formatted(format));
        }
        if (code < 0) {
            throw new MediaException(
                    Problem.UNREADABLE, "The %s picture cannot be decoded: %s".formatted(format, Ffmpeg.words(code)));
        }
    }

    private StillDecoder() {}
}
