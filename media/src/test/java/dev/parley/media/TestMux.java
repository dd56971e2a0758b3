package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avformat;

/** Puts coded sound into another container, at other times. */
final class TestMux {
    private static final AVRational MICROSECONDS = av_make_q(1, 1_000_000);

    /**
     * Copies a file's sound, as it is coded.
     *
     * @param format FFmpeg's name of the container
     * @param time of a packet in microseconds to the one it gets; in each track but the first, as it was
     * @param tracks how many times the sound goes in
     */
    static Path copy(Path source, String format, Path out, int tracks, LongUnaryOperator time) throws MediaException {
        try (Scope scope = new Scope()) {
            Container from = scope.own(Container.open(source, Long.MAX_VALUE), Container::close);
            from.lookInside();
            int track = from.best(AVMEDIA_TYPE_AUDIO);
            AVStream sound = from.stream(track);
            from.select(track);
            AVFormatContext to = scope.own(new AVFormatContext(null), avformat::avformat_free_context);
            Ffmpeg.require(
                    avformat_alloc_output_context2(to, (AVOutputFormat) null, format, out.toString()), "No muxer");
            for (int i = 0; i < tracks; i++) {
                AVStream stream = avformat_new_stream(to, (AVCodec) null);
                Ffmpeg.require(avcodec_parameters_copy(stream.codecpar(), sound.codecpar()), "No parameters");
                stream.codecpar().codec_tag(0);
                stream.time_base(sound.time_base());
            }
            AVIOContext io = new AVIOContext(null);
            Ffmpeg.require(avio_open(io, out.toString(), AVIO_FLAG_WRITE), "No file");
            scope.own(io, avformat::avio_closep);
            to.pb(io).avoid_negative_ts(0);
            Ffmpeg.require(avformat_write_header(to, scope.dictionary(Map.of())), "No header");
            AVPacket packet = scope.packet();
            while (from.read(packet)) {
                for (int i = 0; i < tracks; i++) {
                    write(to, packet, sound, i, i == 0 ? time : LongUnaryOperator.identity());
                }
            }
            Ffmpeg.require(av_write_trailer(to), "No end");
        }
        return out;
    }

    private static void write(AVFormatContext to, AVPacket packet, AVStream from, int track, LongUnaryOperator time) {
        AVRational tick = to.streams(track).time_base();
        long stamp = time.applyAsLong(av_rescale_q(packet.pts(), from.time_base(), MICROSECONDS));
        AVPacket copy = org.bytedeco.ffmpeg.global.avcodec.av_packet_clone(packet);
        copy.stream_index(track).duration(av_rescale_q(packet.duration(), from.time_base(), tick));
        copy.pts(av_rescale_q(stamp, MICROSECONDS, tick)).dts(copy.pts());
        Ffmpeg.require(av_interleaved_write_frame(to, copy), "No packet");
        org.bytedeco.ffmpeg.global.avcodec.av_packet_free(copy);
    }

    /** A tone of 440 Hz at half of full scale, in AAC in an MP4. */
    static Path aac(Path out, int rate, int channels, int seconds) throws MediaException {
        Path wav = out.resolveSibling(out.getFileName() + ".wav");
        TestFiles.write(
                wav,
                TestFiles.wav(
                        TestFiles.WavFormat.PCM_S16LE, rate, channels, seconds * rate, TestFiles.sine(440, 0.5, rate)));
        try (Mp4Writer writer = new Mp4Writer(out);
                SoundTrack track = new SoundTrack(writer, List.of(new Stitcher.Voice(wav, 0, seconds)), seconds * 25)) {
            writer.start(Map.of(), Map.of());
            track.writeUntil(seconds * 25);
            writer.complete();
            writer.publish();
        }
        return out;
    }

    private TestMux() {}
}
