package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;

import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;

/** The codecs we decode, of the many that FFmpeg knows: common ones, whose decoders see hostile files every day. */
final class SoundCodecs {
    /** FFmpeg's names of the decoders. */
    static final Set<String> DECODERS = Set.of(
            "aac",
            "ac3",
            "adpcm_ima_qt",
            "adpcm_ima_wav",
            "adpcm_ms",
            "alac",
            "amrnb",
            "amrwb",
            "eac3",
            "flac",
            "mp2",
            "mp2float",
            "mp3",
            "mp3float",
            "opus",
            "pcm_alaw",
            "pcm_f32be",
            "pcm_f32le",
            "pcm_f64be",
            "pcm_f64le",
            "pcm_mulaw",
            "pcm_s16be",
            "pcm_s16le",
            "pcm_s24be",
            "pcm_s24le",
            "pcm_s32be",
            "pcm_s32le",
            "pcm_s8",
            "pcm_u8",
            "vorbis");

    /** @return null when it is none of ours */
    static AVCodec decoder(AVCodecParameters track) {
        AVCodec codec = avcodec_find_decoder(track.codec_id());
        return codec != null && DECODERS.contains(codec.name().getString()) ? codec : null;
    }

    static String name(AVCodecParameters track) {
        return avcodec_get_name(track.codec_id()).getString();
    }

    private SoundCodecs() {}
}
