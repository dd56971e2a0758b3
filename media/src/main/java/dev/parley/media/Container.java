package dev.parley.media;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_CUSTOM_IO;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_probe_input_buffer2;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_PATCHWELCOME;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;

import dev.parley.media.MediaException.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avformat.AVStreamGroup;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** An opened sound or video file, read packet by packet. What it is is decided by its bytes, never by its name. */
final class Container implements AutoCloseable {
    private static final String WAV = "wav";
    private static final String FLAC = "flac";
    private static final String OGG = "ogg";
    private static final String MATROSKA = "matroska,webm";
    private static final String MP4 = "mov,mp4,m4a,3gp,3g2,mj2";

    /** Demuxers whose files stand for themselves: no playlists, no scripts, no devices, no image sequences. */
    private static final Set<String> FORMATS =
            Set.of(WAV, "w64", "aiff", "au", "caf", FLAC, "mp3", OGG, "aac", "amr", "avi", MATROSKA, MP4);

    /** Those in which each packet says when it is heard. Elsewhere time stamps are made up by counting. */
    private static final Set<String> STAMPED = Set.of(OGG, MATROSKA, MP4);

    /** Decoders that FFmpeg may use to learn what the streams are: the ones we would use ourselves. */
    private static final String CODECS = String.join(",", SoundCodecs.DECODERS);

    private static final int MAX_STREAMS = 64;

    private static final int ALL_STREAMS = -1;

    private final Scope scope;
    private final LocalFile file;
    private final AVFormatContext context;
    private int selected = ALL_STREAMS;

    private Container(Scope scope, LocalFile file, AVFormatContext context) {
        this.scope = scope;
        this.file = file;
        this.context = context;
    }

    static Container open(Path path, long maxBytes) throws MediaException {
        return open(path, maxBytes, MAX_STREAMS);
    }

    static Container open(Path path, long maxBytes, int maxStreams) throws MediaException {
        Scope scope = new Scope();
        try {
            LocalFile file = scope.own(LocalFile.open(path, maxBytes), LocalFile::close);
            AVFormatContext context = demuxer(scope, file, maxStreams);
            switch (name(context.iformat())) {
                case WAV -> WavHeader.correct(path, context.streams(0).codecpar());
                case FLAC -> FlacFile.requireOne(path);
                default -> {}
            }
            return new Container(scope, file, context);
        } catch (Throwable e) {
            scope.close();
            throw e;
        }
    }

    private static AVFormatContext demuxer(Scope scope, LocalFile file, int maxStreams) throws MediaException {
        AVFormatContext context = scope.own(avformat_alloc_context(), avformat::avformat_close_input);
        // Says that the file is ours to close, also when opening fails half-way.
        context.flags(context.flags() | AVFMT_FLAG_CUSTOM_IO);
        context.pb(file.io());
        AVInputFormat format = probe(context, file);
        AVDictionary options = scope.dictionary(Map.of(
                // There is no protocol of this name: whatever the file refers to stays unopened.
                "protocol_whitelist", "none", "codec_whitelist", CODECS, "max_streams", Integer.toString(maxStreams)));
        int code = avformat_open_input(context, (BytePointer) null, format, options);
        file.requireNoFailure();
        if (code < 0) {
            throw new MediaException(
                    Problem.UNREADABLE,
                    "The file begins like %s but cannot be read: %s".formatted(name(format), Ffmpeg.words(code)));
        }
        return context;
    }

    private static AVInputFormat probe(AVFormatContext context, LocalFile file) throws MediaException {
        AVInputFormat format = new AVInputFormat(null);
        int code = av_probe_input_buffer2(context.pb(), format, (BytePointer) null, (Pointer) null, 0, 0);
        file.requireNoFailure();
        if (code < 0 || format.isNull()) {
            throw new MediaException(Problem.UNREADABLE, "The file is not in a known sound or video format");
        }
        if (!FORMATS.contains(name(format))) {
            throw new MediaException(
                    Problem.UNSUPPORTED,
                    "The file has the format %s, expected a sound or video file such as WAV, MP3, FLAC, OGG, M4A, MP4"
                            .formatted(name(format)));
        }
        return format;
    }

    private static String name(AVInputFormat format) {
        return format.name().getString();
    }

    /** Reads ahead until FFmpeg knows the streams of containers that say little in their header. */
    void lookInside() throws MediaException {
        int code = avformat_find_stream_info(context, (PointerPointer<?>) null);
        file.requireNoFailure();
        if (code < 0) {
            throw new MediaException(
                    Problem.UNREADABLE, "The file's streams cannot be read: %s".formatted(Ffmpeg.words(code)));
        }
    }

    /** @return the index of the stream a player would choose, or -1 */
    int best(int mediaType) {
        return Math.max(-1, av_find_best_stream(context, mediaType, -1, -1, (AVCodec) null, 0));
    }

    /** @return the indexes of all streams of a kind */
    List<Integer> streams(int mediaType) {
        return IntStream.range(0, context.nb_streams())
                .filter(index -> stream(index).codecpar().codec_type() == mediaType)
                .boxed()
                .toList();
    }

    /** Does each packet say when it is heard? */
    boolean hasTimeStamps() {
        return STAMPED.contains(name(context.iformat()));
    }

    /** The stamp, in seconds, of the recording's beginning: 0, but for an Ogg that was taken from a running stream. */
    double beginning() {
        boolean joinsLate = name(context.iformat()).equals(OGG) && context.start_time() != AV_NOPTS_VALUE;
        return joinsLate ? (double) context.start_time() / AV_TIME_BASE : 0;
    }

    AVStream stream(int index) {
        return context.streams(index);
    }

    /** Streams that belong together, as the tiles of a picture do. */
    List<AVStreamGroup> groups() {
        return IntStream.range(0, context.nb_stream_groups())
                .mapToObj(context::stream_groups)
                .toList();
    }

    /** Reads only this stream from now on. */
    void select(int index) {
        selected = index;
        for (int i = 0; i < context.nb_streams(); i++) {
            if (i != index) {
                context.streams(i).discard(AVDISCARD_ALL);
            }
        }
    }

    long bytes() {
        return file.bytes();
    }

    /**
     * Replaces what {@code packet} held by the next packet.
     *
     * @return false at the end of the file
     */
    boolean read(AVPacket packet) throws MediaException {
        while (true) {
            av_packet_unref(packet);
            int code = av_read_frame(context, packet);
            file.requireNoFailure();
            if (code == AVERROR_EOF) {
                return false;
            }
            if (code == AVERROR_PATCHWELCOME) {
                throw new MediaException(
                        Problem.UNSUPPORTED,
                        "The file is a concatenation of files with different sample rates or channels: convert them to one");
            }
            if (code < 0) {
                throw new MediaException(Problem.UNREADABLE, "The file is damaged: %s".formatted(Ffmpeg.words(code)));
            }
            // Packets that were read ahead come even if their stream is discarded by now.
            if (selected == ALL_STREAMS || packet.stream_index() == selected) {
                return true;
            }
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
