package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;

import dev.parley.media.MediaException.Problem;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** One sound track, decoded frame by frame. A few damaged packets are left out. */
final class SoundFrames {
    private static final int MIN_RATE = 4_000;
    private static final int MAX_RATE = 384_000;
    private static final int MAX_CHANNELS = 8;

    /** One packet in so many may be broken, as a cut MP3 begins and ends; more is a damaged recording. */
    private static final int PACKETS_PER_BROKEN_ONE = 50;

    /** Broken packets in a row at the beginning, before that share means anything. */
    private static final int BROKEN_PACKETS_AT_ONCE = 20;

    private final Container container;
    private final AVCodecContext decoder;
    private final String codec;
    private final AVPacket packet;
    private final AVFrame frame;
    private final double tick;
    private boolean fileEnded;
    private long packets;
    private long brokenPackets;

    /** @param scope which owns what this needs */
    SoundFrames(Scope scope, Container container, int track) throws MediaException {
        this.container = container;
        container.select(track);
        AVStream stream = container.stream(track);
        codec = SoundCodecs.name(stream.codecpar());
        decoder = decoder(scope, stream, codec);
        tick = container.hasTimeStamps() ? av_q2d(stream.time_base()) : Double.NaN;
        packet = scope.packet();
        frame = scope.frame();
    }

    private static AVCodecContext decoder(Scope scope, AVStream stream, String name) throws MediaException {
        AVCodecParameters parameters = stream.codecpar();
        AVCodec codec = SoundCodecs.decoder(parameters);
        AVCodecContext context = scope.codec(codec).thread_count(1);
        int code = avcodec_parameters_to_context(context, parameters);
        if (code >= 0) {
            // What an encoder put in front is cut off, and the time stamp moved on by as much: in this unit.
            context.pkt_timebase(stream.time_base());
            code = avcodec_open2(context, codec, scope.dictionary(Map.of()));
        }
        if (code < 0) {
            throw new MediaException(
                    Problem.UNREADABLE, "The %s track cannot be decoded: %s".formatted(name, Ffmpeg.words(code)));
        }
        return context;
    }

    /** FFmpeg's name of the codec, as {@code pcm_s16le}. */
    String codec() {
        return codec;
    }

    /** The frame that {@link #next} brought. */
    AVFrame frame() {
        return frame;
    }

    /** When the frame is heard, in seconds since the recording's beginning; NaN when the file does not say. */
    double time() {
        long stamp = frame.pts() == AV_NOPTS_VALUE ? frame.best_effort_timestamp() : frame.pts();
        return stamp == AV_NOPTS_VALUE ? Double.NaN : stamp * tick - container.beginning();
    }

    /**
     * Decodes the next frame.
     *
     * @return false at the end
     */
    boolean next() throws MediaException {
        while (true) {
            av_frame_unref(frame);
            int code = avcodec_receive_frame(decoder, frame);
            if (code >= 0 && frame.nb_samples() > 0) {
                // The MP3 decoder writes into the first frame at a new rate which rate the one before it had.
                frame.sample_rate(decoder.sample_rate());
                requireUsual(frame.sample_rate(), frame.ch_layout().nb_channels());
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
}
