package dev.parley.media;

import java.nio.file.Path;

/**
 * Encodes one chunk as a fragmented MP4 segment: H.264, 25 fps, one closed GOP, timestamps that go on from the chunk
 * before. One thread at a time. Closing without {@link #finish} leaves no usable file.
 */
public final class ChunkEncoder implements AutoCloseable {
    /** The encoder that works best on this machine, found by opening each: h264_nvenc, libx264, libopenh264. */
    public static String bestEncoder() {
        throw new UnsupportedOperationException();
    }

    /**
     * @param startFrame position of the chunk's first frame in the video
     * @param frames how many frames will be added
     */
    public ChunkEncoder(Path file, int width, int height, int startFrame, int frames, String encoder) {
        throw new UnsupportedOperationException();
    }

    public void add(Picture frame) {
        throw new UnsupportedOperationException();
    }

    /** Completes the file; fails if the number of frames is not the promised one. */
    public void finish() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
