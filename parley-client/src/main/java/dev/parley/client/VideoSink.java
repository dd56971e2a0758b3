package dev.parley.client;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where a video's bytes go, piece by piece; a download that cannot be continued begins anew. */
interface VideoSink extends Closeable {
    void write(ByteBuffer bytes) throws IOException;

    /** Forgets all that was written. */
    void clear() throws IOException;

    /** A file that nobody has yet. */
    static VideoSink file(Path created) throws IOException {
        FileChannel channel = FileChannel.open(created, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        return new VideoSink() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }

            @Override
            public void clear() throws IOException {
                channel.truncate(0);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    /** In memory. */
    final class Memory implements VideoSink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        byte[] bytes() {
            return bytes.toByteArray();
        }

        @Override
        public void write(ByteBuffer more) {
            byte[] part = new byte[more.remaining()];
            more.get(part);
            bytes.writeBytes(part);
        }

        @Override
        public void clear() {
            bytes.reset();
        }

        @Override
        public void close() {
            // It is memory.
        }
    }
}
