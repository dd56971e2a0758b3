package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Takes a video apart: its packets, its decoded frames, its boxes. */
final class VideoProbe {
    /** Times in units of {@code 1 / ticksPerSecond}. */
    record Packet(long pts, long dts, long duration, boolean key, int ticksPerSecond) {}

    static List<Packet> packets(Path video) throws MediaException {
        List<Packet> packets = new ArrayList<>();
        try (Scope scope = new Scope();
                Container container = Container.open(video, Long.MAX_VALUE)) {
            int index = container.best(AVMEDIA_TYPE_VIDEO);
            container.select(index);
            AVStream stream = container.stream(index);
            AVPacket packet = scope.packet();
            while (container.read(packet)) {
                packets.add(new Packet(
                        packet.pts(),
                        packet.dts(),
                        packet.duration(),
                        (packet.flags() & AV_PKT_FLAG_KEY) != 0,
                        stream.time_base().den()));
            }
        }
        return packets;
    }

    /** What {@code look} sees in each decoded frame, in the order of display. */
    static <T> List<T> frames(Path video, Function<AVFrame, T> look) throws MediaException {
        List<T> seen = new ArrayList<>();
        try (Scope scope = new Scope();
                Container container = Container.open(video, Long.MAX_VALUE)) {
            int index = container.best(AVMEDIA_TYPE_VIDEO);
            container.select(index);
            var parameters = container.stream(index).codecpar();
            var codec = avcodec_find_decoder(parameters.codec_id());
            AVCodecContext decoder = scope.codec(codec);
            avcodec_parameters_to_context(decoder, parameters);
            Ffmpeg.require(avcodec_open2(decoder, codec, scope.dictionary(Map.of())), "Cannot open the decoder");
            AVPacket packet = scope.packet();
            AVFrame frame = scope.frame();
            boolean more = true;
            while (more) {
                more = container.read(packet);
                Ffmpeg.require(avcodec_send_packet(decoder, more ? packet : null), "Cannot decode");
                while (avcodec_receive_frame(decoder, frame) >= 0) {
                    seen.add(look.apply(frame));
                }
            }
        }
        return seen;
    }

    /** Names of the outermost boxes of an MP4. */
    static List<String> boxes(Path mp4) {
        ByteBuffer in = ByteBuffer.wrap(TestFiles.readAll(mp4));
        List<String> boxes = new ArrayList<>();
        while (in.remaining() >= 8) {
            int begin = in.position();
            int size = in.getInt();
            byte[] name = new byte[4];
            in.get(name);
            boxes.add(new String(name, StandardCharsets.US_ASCII));
            in.position(begin + size);
        }
        return boxes;
    }

    private VideoProbe() {}
}
