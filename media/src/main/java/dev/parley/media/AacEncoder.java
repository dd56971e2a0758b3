package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Encodes stretches of sound as AAC, each on its own, so that several processors can work on one recording.
 *
 * <p>An AAC packet overlaps its neighbors, and they must agree on the shape of the overlap. A stretch therefore begins
 * early and ends late: by the time its own packets come, the encoder has forgotten that it began elsewhere.
 */
final class AacEncoder {
    /** The rates AAC has a number for. All are whole samples per frame of 25 fps video. */
    static final Set<Integer> RATES = Set.of(
            7_350, 8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000);

    /** Samples per channel in a packet; also by how much a packet's time lies before that of the block it came from. */
    static final int PACKET_SAMPLES = 1024;

    private static final int BITS_PER_SECOND_MONO = 128_000;
    private static final int BITS_PER_SECOND_STEREO = 192_000;

    // The thorough search takes two to three times as long, for a difference nobody hears at these bit rates.
    private static final Map<String, String> SETTINGS = Map.of("aac_coder", "fast");

    /**
     * Sound to encode.
     *
     * @param samples interleaved, from {@code first} on
     * @param first position in the whole sound, per channel; a multiple of {@link #PACKET_SAMPLES}, as {@code begin}
     * @param begin where the packets that are wanted begin
     * @param end where they end
     * @param last is it the end of the whole sound?
     */
    record Stretch(float[] samples, int rate, int channels, long first, long begin, long end, boolean last) {}

    /** Times in samples. */
    record Packet(byte[] content, long time, long duration) {
        /** @param packet to work with, empty before and after */
        void write(AVPacket packet, AVStream stream, AVRational sampleTime, Mp4Writer writer) {
            Ffmpeg.require(av_new_packet(packet, content.length), "Cannot hold a packet of sound");
            packet.data().put(content);
            packet.stream_index(stream.index())
                    .pts(time)
                    .dts(time)
                    .duration(duration)
                    .flags(AV_PKT_FLAG_KEY);
            av_packet_rescale_ts(packet, sampleTime, stream.time_base());
            writer.write(packet);
            av_packet_unref(packet);
        }
    }

    /** Tells the muxer what packets will come. */
    static void describe(int rate, int channels, AVStream stream) {
        try (Scope scope = new Scope()) {
            AVCodecContext encoder = open(scope, rate, channels);
            Ffmpeg.require(avcodec_parameters_from_context(stream.codecpar(), encoder), "Cannot describe the sound");
            stream.time_base(encoder.time_base());
        }
    }

    static List<Packet> encode(Stretch stretch) {
        try (Scope scope = new Scope()) {
            AVCodecContext encoder = open(scope, stretch.rate(), stretch.channels());
            AVFrame frame = scope.frame().format(AV_SAMPLE_FMT_FLTP).sample_rate(stretch.rate());
            frame.nb_samples(PACKET_SAMPLES);
            Ffmpeg.require(av_channel_layout_copy(frame.ch_layout(), encoder.ch_layout()), "Cannot copy a layout");
            Ffmpeg.require(av_frame_get_buffer(frame, 0), "Cannot hold a block of sound");
            AVPacket packet = scope.packet();
            List<Packet> packets = new ArrayList<>();
            int total = stretch.samples().length / stretch.channels();
            for (int from = 0; from < total; from += PACKET_SAMPLES) {
                fill(frame, stretch, from, Math.min(PACKET_SAMPLES, total - from));
                Ffmpeg.require(avcodec_send_frame(encoder, frame), "Cannot encode sound");
                receive(encoder, packet, stretch, packets);
            }
            Ffmpeg.require(avcodec_send_frame(encoder, null), "Cannot encode the end of the sound");
            receive(encoder, packet, stretch, packets);
            return packets;
        }
    }

    static AVCodecContext open(Scope scope, int rate, int channels) {
        AVCodec codec = avcodec_find_encoder_by_name("aac");
        AVCodecContext context = scope.codec(codec)
                .sample_fmt(AV_SAMPLE_FMT_FLTP)
                .sample_rate(rate)
                .time_base(av_make_q(1, rate))
                .bit_rate(channels == 1 ? BITS_PER_SECOND_MONO : BITS_PER_SECOND_STEREO);
        av_channel_layout_default(context.ch_layout(), channels);
        context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT);
        Ffmpeg.require(
                avcodec_open2(context, codec, scope.dictionary(SETTINGS)),
                "Cannot open the AAC encoder for %d channels at %d Hz".formatted(channels, rate));
        return context;
    }

    private static void fill(AVFrame frame, Stretch stretch, int from, int count) {
        Ffmpeg.require(av_frame_make_writable(frame), "Cannot hold a block of sound");
        frame.nb_samples(count).pts(stretch.first() + from);
        float[] plane = new float[count];
        for (int channel = 0; channel < stretch.channels(); channel++) {
            for (int i = 0; i < count; i++) {
                plane[i] = stretch.samples()[(from + i) * stretch.channels() + channel];
            }
            new FloatPointer(frame.data(channel)).put(plane);
        }
    }

    private static void receive(AVCodecContext encoder, AVPacket packet, Stretch stretch, List<Packet> wanted) {
        while (true) {
            int code = avcodec_receive_packet(encoder, packet);
            if (code == Ffmpeg.AGAIN || code == AVERROR_EOF) {
                return;
            }
            Ffmpeg.require(code, "Cannot encode sound");
            long block = packet.pts() + PACKET_SAMPLES;
            if (block >= stretch.begin() && (block < stretch.end() || stretch.last())) {
                byte[] content = new byte[packet.size()];
                new BytePointer(packet.data()).get(content);
                wanted.add(new Packet(content, packet.pts(), packet.duration()));
            }
        }
    }

    private AacEncoder() {}
}
