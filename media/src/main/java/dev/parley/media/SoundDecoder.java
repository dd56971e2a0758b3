package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import dev.parley.media.MediaException.Problem;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The sound of a file, block by block, from its first sample to its last: interleaved floats, 1.0 is full scale. Rate
 * and channels are those of the recording.
 */
final class SoundDecoder implements AutoCloseable {
    static final Set<String> CODECS = Set.of(
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

    private static final int MIN_RATE = 4_000;
    private static final int MAX_RATE = 384_000;
    private static final int MAX_CHANNELS = 8;

    /** One packet in so many may be broken, as a cut MP3 begins and ends; more is a damaged recording. */
    private static final int PACKETS_PER_BROKEN_ONE = 50;

    /** Broken packets in a row at the beginning, before that share means anything. */
    private static final int BROKEN_PACKETS_AT_ONCE = 20;

    private final Scope scope;
    private final Container container;
    private final AVCodecContext decoder;
    private final String codec;
    private final AVPacket packet;
    private final AVFrame frame;
    private final SampleConverter converter;
    private final int rate;
    private final int sourceChannels;
    private final int format;
    private boolean frameWaits;
    private boolean fileEnded;
    private long packets;
    private long brokenPackets;
    private long position;

    private SoundDecoder(Scope scope, Container container, int maxChannels) throws MediaException {
        this.scope = scope;
        this.container = container;
        int index = container.best(AVMEDIA_TYPE_AUDIO);
        if (index < 0) {
            throw new MediaException(Problem.NO_TRACK, "The file has no sound track");
        }
        container.select(index);
        AVCodecParameters parameters = container.stream(index).codecpar();
        codec = avcodec_get_name(parameters.codec_id()).getString();
        decoder = decoder(scope, parameters, codec);
        packet = scope.packet();
        frame = scope.frame();
        if (!receive()) {
            throw new MediaException(Problem.UNREADABLE, "The %s track holds no sound".formatted(codec));
        }
        frameWaits = true;
        requireUsual(frame.sample_rate(), frame.ch_layout().nb_channels());
        rate = frame.sample_rate();
        sourceChannels = frame.ch_layout().nb_channels();
        format = frame.format();
        converter = scope.own(SampleConverter.ofFramesLike(frame, maxChannels), SampleConverter::close);
    }

    /** @param maxChannels a recording with more is mixed down to so many */
    static SoundDecoder open(Path file, long maxBytes, int maxChannels) throws MediaException {
        Scope scope = new Scope();
        try {
            Container container = scope.own(Container.open(file, maxBytes), Container::close);
            container.lookInside();
            return new SoundDecoder(scope, container, maxChannels);
        } catch (Throwable e) {
            scope.close();
            throw e;
        }
    }

    private static AVCodecContext decoder(Scope scope, AVCodecParameters parameters, String name)
            throws MediaException {
        AVCodec codec = avcodec_find_decoder(parameters.codec_id());
        if (codec == null || !CODECS.contains(codec.name().getString())) {
            throw new MediaException(
                    Problem.UNSUPPORTED,
                    "The sound is coded as %s, expected a common codec such as PCM, MP3, AAC, FLAC, Opus"
                            .formatted(name));
        }
        AVCodecContext context = scope.codec(codec).thread_count(1);
        int code = avcodec_parameters_to_context(context, parameters);
        if (code >= 0) {
            code = avcodec_open2(context, codec, scope.dictionary(Map.of()));
        }
        if (code < 0) {
            throw new MediaException(
                    Problem.UNREADABLE, "The %s track cannot be decoded: %s".formatted(name, Ffmpeg.words(code)));
        }
        return context;
    }

    private static void requireUsual(int rate, int channels) throws MediaException {
        if (rate < MIN_RATE || rate > MAX_RATE) {
            throw new MediaException(
                    Problem.UNSUPPORTED,
                    "The sound has a sample rate of %d Hz, expected %d to %d".formatted(rate, MIN_RATE, MAX_RATE));
        }
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw new MediaException(
                    Problem.UNSUPPORTED,
                    "The sound has %d channels, expected 1 to %d".formatted(channels, MAX_CHANNELS));
        }
    }

    int rate() {
        return rate;
    }

    int channels() {
        return converter.channels();
    }

    /** FFmpeg's name of the codec, as {@code pcm_s16le}. */
    String codec() {
        return codec;
    }

    /**
     * The next samples, or null when there are no more.
     *
     * @throws MediaException also when a sample is not a number ({@link Problem#NOT_FINITE})
     */
    float[] next() throws MediaException {
        if (!frameWaits && !receive()) {
            return null;
        }
        frameWaits = false;
        requireSameFormat();
        float[] block = converter.convert(frame);
        requireFinite(block);
        position += block.length / channels();
        return block;
    }

    private void requireSameFormat() throws MediaException {
        if (frame.sample_rate() != rate
                || frame.ch_layout().nb_channels() != sourceChannels
                || frame.format() != format) {
            throw new MediaException(
                    Problem.UNSUPPORTED,
                    "The sound changes at %.3f s from %d Hz and %d channels to %d Hz and %d channels"
                            .formatted(
                                    (double) position / rate,
                                    rate,
                                    sourceChannels,
                                    frame.sample_rate(),
                                    frame.ch_layout().nb_channels()));
        }
    }

    private void requireFinite(float[] block) throws MediaException {
        for (int i = 0; i < block.length; i++) {
            if (!Float.isFinite(block[i])) {
                throw new MediaException(
                        Problem.NOT_FINITE,
                        "The sample at %.3f s is %s, expected a number"
                                .formatted((double) (position + i / channels()) / rate, block[i]));
            }
        }
    }

    private boolean receive() throws MediaException {
        while (true) {
            av_frame_unref(frame);
            int code = avcodec_receive_frame(decoder, frame);
            if (code >= 0 && frame.nb_samples() > 0) {
                return true;
            }
            if (code == AVERROR_EOF || code == Ffmpeg.AGAIN && fileEnded) {
                requireMostlyWhole(1);
                return false;
            }
            if (code == Ffmpeg.AGAIN) {
                feed();
            } else if (code < 0) {
                countBroken();
            }
        }
    }

    private void feed() throws MediaException {
        fileEnded = !container.read(packet);
        packets += fileEnded ? 0 : 1;
        if (avcodec_send_packet(decoder, fileEnded ? null : packet) < 0) {
            countBroken();
        }
    }

    private void countBroken() throws MediaException {
        brokenPackets++;
        requireMostlyWhole(BROKEN_PACKETS_AT_ONCE);
    }

    private void requireMostlyWhole(int tolerated) throws MediaException {
        if (brokenPackets > Math.max(tolerated, packets / PACKETS_PER_BROKEN_ONE)) {
            throw new MediaException(
                    Problem.UNREADABLE,
                    "The %s track is damaged: %d of %d packets cannot be decoded"
                            .formatted(codec, brokenPackets, packets));
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
