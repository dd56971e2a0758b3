package dev.parley.media;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacpp.BytePointer;

/**
 * Writes an MP4 beside its place and moves it there when it is whole. Closing before {@link #publish} leaves nothing.
 * The same packets give the same bytes: no dates, no version strings.
 */
final class Mp4Writer implements AutoCloseable {
    private final Scope scope = new Scope();
    private final Path file;
    private final Path part;
    private final AVFormatContext context;
    private final AVIOContext io = new AVIOContext(null);
    private boolean published;

    Mp4Writer(Path file) {
        this.file = file;
        part = file.resolveSibling(file.getFileName() + ".part");
        try {
            context = scope.own(new AVFormatContext(null), avformat::avformat_free_context);
            // The prefix keeps a colon in the name from being taken for a protocol.
            BytePointer url = scope.own(Ffmpeg.utf8("file:" + part.toAbsolutePath()), BytePointer::close);
            Ffmpeg.require(
                    avformat_alloc_output_context2(context, (AVOutputFormat) null, Ffmpeg.utf8("mp4"), url),
                    "Cannot set up an MP4");
            context.flags(context.flags() | AVFMT_FLAG_BITEXACT);
            Ffmpeg.requireWritten(avio_open(io, url, AVIO_FLAG_WRITE), "Cannot write " + part);
            scope.own(io, avformat::avio_closep);
            context.pb(io);
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    AVStream addStream() {
        AVStream stream = avformat_new_stream(context, (AVCodec) null);
        if (stream == null) {
            throw new OutOfMemoryError("FFmpeg has no memory left for a stream");
        }
        return stream;
    }

    /** Writes the header: to be called when all streams are described, before the first packet. */
    void start(Map<String, String> options, Map<String, String> metadata) {
        try (Scope arguments = new Scope()) {
            AVDictionary tags = new AVDictionary(null);
            Scope.put(tags, metadata);
            context.metadata(tags); // which owns it from here on
            AVDictionary left = arguments.dictionary(options);
            Ffmpeg.requireWritten(avformat_write_header(context, left), "Cannot write the header of " + part);
            if (!left.isNull()) {
                throw new IllegalArgumentException("The MP4 muxer does not support all of " + options);
            }
        }
    }

    /** Takes the packet's content; streams may come in any order that does not run ahead far. */
    void write(AVPacket packet) {
        Ffmpeg.requireWritten(av_interleaved_write_frame(context, packet), "Cannot write to " + part);
    }

    /**
     * Writes the index and closes the file.
     *
     * @return where the whole file lies until it is published
     */
    Path complete() {
        Ffmpeg.requireWritten(av_write_trailer(context), "Cannot write the end of " + part);
        Ffmpeg.requireWritten(avio_closep(io), "Cannot write the end of " + part);
        return part;
    }

    /** Puts the completed file in its place. */
    void publish() {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            published = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        scope.close();
        if (!published) {
            try {
                Files.deleteIfExists(part);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
