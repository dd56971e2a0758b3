package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FORCE;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EINVAL;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EIO;

import dev.parley.media.MediaException.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A regular file that FFmpeg reads through us. It never learns the name, so no trick in a name means anything to it,
 * and it has no protocol with which to open another file.
 */
final class LocalFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    // JavaCPP hands out few native callbacks of a kind: there is one pair, and the opaque pointer says whose call it
    // is.
    private static final Map<Long, LocalFile> OPEN = new ConcurrentHashMap<>();
    private static final Read READ = new Read();
    private static final Seek SEEK = new Seek();

    private final Scope scope = new Scope();
    private final FileChannel channel;
    private final long bytes;
    /** Where FFmpeg reads on: wherever the file sends it, which may be beyond what any disk could hold. */
    private long position;

    private volatile IOException failure;

    private LocalFile(FileChannel channel, long bytes) {
        this.channel = channel;
        this.bytes = bytes;
    }

    /**
     * @throws UncheckedIOException when the file is not there or the disk fails, which says nothing about the media
     */
    static LocalFile open(Path file, long maxBytes) throws MediaException {
        try {
            if (!Files.exists(file)) {
                throw new NoSuchFileException(file.toString());
            }
            if (!Files.isRegularFile(file)) {
                throw new MediaException(Problem.UNSUPPORTED, "This is not a regular file");
            }
            FileChannel channel = FileChannel.open(file);
            try {
                return new LocalFile(channel, checkedSize(channel, maxBytes));
            } catch (Throwable e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long checkedSize(FileChannel channel, long maxBytes) throws IOException, MediaException {
        long bytes = channel.size();
        if (bytes == 0) {
            throw new MediaException(Problem.UNREADABLE, "The file is empty");
        }
        if (bytes > maxBytes) {
            throw new MediaException(
                    Problem.TOO_MANY_BYTES,
                    "The file has %d bytes, at most %d are accepted".formatted(bytes, maxBytes));
        }
        return bytes;
    }

    long bytes() {
        return bytes;
    }

    /** Fills the buffer from the beginning of the file, which must have that many bytes. */
    void readInto(ByteBuffer buffer) {
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, buffer.position()) < 0) {
                    throw new EOFException("The file was truncated while it was being read");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file as FFmpeg's demuxers read it; lives as long as this. */
    AVIOContext io() {
        Pointer key = scope.own(av_malloc(1), avutil::av_free);
        OPEN.put(key.address(), this);
        scope.own(key, k -> OPEN.remove(k.address()));
        BytePointer buffer = new BytePointer(av_malloc(BUFFER_BYTES));
        AVIOContext io = avio_alloc_context(
                buffer, BUFFER_BYTES, 0, key, READ, (Write_packet_Pointer_BytePointer_int) null, SEEK);
        return scope.own(io, LocalFile::free);
    }

    private static void free(AVIOContext io) {
        // Probing may have replaced the buffer we gave it.
        av_free(io.buffer());
        avio_context_free(io);
    }

    /** Fails if reading itself went wrong: then the file is not to blame for what FFmpeg made of it. */
    void requireNoFailure() {
        if (failure != null) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        scope.close();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Nothing may be thrown through FFmpeg: what goes wrong is kept for requireNoFailure.
    private int failed(IOException e) {
        failure = e;
        return AVERROR_EIO();
    }

    private static final class Read extends Read_packet_Pointer_BytePointer_int {
        @Override
        public int call(Pointer key, BytePointer buffer, int size) {
            LocalFile file = OPEN.get(key.address());
            try {
                if (file.position >= file.bytes) {
                    return AVERROR_EOF;
                }
                int read = file.channel.read(buffer.capacity(size).asByteBuffer(), file.position);
                file.position += Math.max(0, read);
                return read < 0 ? AVERROR_EOF : read;
            } catch (IOException e) {
                return file.failed(e);
            }
        }
    }

    private static final class Seek extends Seek_Pointer_long_int {
        private static final int FROM_START = 0;
        private static final int FROM_HERE = 1;
        private static final int FROM_END = 2;

        @Override
        public long call(Pointer key, long offset, int whence) {
            LocalFile file = OPEN.get(key.address());
            if (whence == AVSEEK_SIZE) {
                return file.bytes;
            }
            long from =
                    switch (whence & ~AVSEEK_FORCE) {
                        case FROM_START -> 0;
                        case FROM_HERE -> file.position;
                        case FROM_END -> file.bytes;
                        default -> Long.MIN_VALUE;
                    };
            // Offsets come from the file: they may be anything, and so may their sum.
            if (from < 0 || offset < -from || offset > Long.MAX_VALUE - from) {
                return AVERROR_EINVAL();
            }
            file.position = from + offset;
            return file.position;
        }
    }
}
