package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_CLOSED_GOP;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** The H.264 encoders we know, each with the settings that make chunks which fit together. */
final class H264 {
    static final int FRAMES_PER_SECOND = 25;

    /**
     * Longer than any chunk: the only key frame is the first. Not the chunk's own length, because x264 writes other
     * parameter sets for a video of one frame, and chunks fit together only if these are equal.
     */
    private static final int GOP = 1_000_000;

    /** The best first. */
    private static final Map<String, Map<String, String>> SETTINGS = new LinkedHashMap<>();

    static {
        SETTINGS.put(
                "h264_nvenc",
                Map.of("preset", "p4", "tune", "hq", "rc", "vbr", "cq", "21", "b", "0", "forced-idr", "1"));
        // The same bytes on every machine and every time: the number of threads changes x264's output, and so does the
        // approximate arithmetic that its rate control uses where AVX-512 is found, even from run to run.
        SETTINGS.put(
                "libx264",
                Map.of(
                        "preset", "veryfast",
                        "crf", "20",
                        "x264-params", "scenecut=0:open-gop=0:cpu-independent=1",
                        "threads", "4"));
        SETTINGS.put("libopenh264", Map.of("b", "2500000", "allow_skip_frames", "0", "threads", "1"));
    }

    /** All that we know, the best first. */
    static List<String> names() {
        return List.copyOf(SETTINGS.keySet());
    }

    /** Opening tells: an NVENC that is built in may find no driver, or a GPU without the unit. */
    static String best() {
        StringBuilder tried = new StringBuilder();
        for (String name : SETTINGS.keySet()) {
            try (Scope scope = new Scope()) {
                open(scope, name, 640, 640);
                return name;
            } catch (IllegalStateException e) {
                tried.append("; ").append(e.getMessage());
            }
        }
        throw new IllegalStateException("No H.264 encoder works on this machine" + tried);
    }

    /** An open encoder of YUV 4:2:0 in BT.709, whose time counts frames. */
    static AVCodecContext open(Scope scope, String name, int width, int height) {
        Map<String, String> settings = SETTINGS.get(name);
        if (settings == null) {
            throw new IllegalArgumentException(
                    "Unknown encoder %s, expected one of %s".formatted(name, SETTINGS.keySet()));
        }
        AVCodec codec = avcodec_find_encoder_by_name(name);
        if (codec == null) {
            throw new IllegalStateException("The encoder %s is not built in".formatted(name));
        }
        AVCodecContext encoder = scope.codec(codec)
                .width(width)
                .height(height)
                .sample_aspect_ratio(av_make_q(1, 1))
                .pix_fmt(AV_PIX_FMT_YUV420P)
                .colorspace(AVCOL_SPC_BT709)
                .color_primaries(AVCOL_PRI_BT709)
                .color_trc(AVCOL_TRC_BT709)
                .color_range(AVCOL_RANGE_MPEG)
                .time_base(av_make_q(1, FRAMES_PER_SECOND))
                .framerate(av_make_q(FRAMES_PER_SECOND, 1))
                .gop_size(GOP)
                .max_b_frames(0);
        encoder.flags(encoder.flags() | AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_CLOSED_GOP);
        AVDictionary options = scope.dictionary(settings);
        Ffmpeg.require(
                avcodec_open2(encoder, codec, options),
                "Cannot open the encoder %s for %dx%d".formatted(name, width, height));
        if (!options.isNull()) {
            throw new IllegalStateException("The encoder %s does not support all of %s".formatted(name, settings));
        }
        return encoder;
    }

    private H264() {}
}
