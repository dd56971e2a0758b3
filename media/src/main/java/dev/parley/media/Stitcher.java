package dev.parley.media;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Joins chunks into one MP4 without encoding the picture again, and gives it its sound. */
public final class Stitcher {
    /** A chunk's file and the number of frames it must hold. */
    public record Segment(Path file, int frames) {}

    /** A recording and when in the video it begins; {@code seconds} cuts it. Several are mixed. */
    public record Voice(Path file, double startSeconds, double seconds) {}

    /**
     * Writes {@code out}: H.264 as it is in the segments, AAC made from the original recordings, both as long as the
     * picture, index in front (faststart).
     *
     * @param metadata title, comment and the like, stored in the file
     * @throws MediaException when a segment is missing frames, does not begin with a key frame, or was made with other
     *     encoder settings than the first
     */
    public static VideoInfo stitch(List<Segment> segments, List<Voice> voices, Map<String, String> metadata, Path out)
            throws MediaException {
        throw new UnsupportedOperationException();
    }

    /** Counts what is in a video file. */
    public static VideoInfo inspect(Path video) throws MediaException {
        throw new UnsupportedOperationException();
    }

    private Stitcher() {}
}
