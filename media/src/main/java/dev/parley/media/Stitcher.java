package dev.parley.media;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Joins chunks into one MP4 without encoding the picture again, and gives it its sound. */
public final class Stitcher {
    /** A chunk's file and the number of frames it must hold. */
    public record Segment(Path file, int frames) {
        public Segment {
            requireNonNull(file, "file");
            if (frames < 1) {
                throw new IllegalArgumentException("A segment has at least one frame, not %d".formatted(frames));
            }
        }
    }

    /**
     * A recording and when in the video it begins; {@code seconds} cuts it (infinity does not). Several are mixed.
     *
     * @param fromSeconds where in the recording it begins
     */
    public record Voice(Path file, double startSeconds, double seconds, double fromSeconds) {
        /** A recording from its beginning. */
        public Voice(Path file, double startSeconds, double seconds) {
            this(file, startSeconds, seconds, 0);
        }

        public Voice {
            requireNonNull(file, "file");
            if (!(startSeconds >= 0 && Double.isFinite(startSeconds) && seconds > 0 && fromSeconds >= 0)) {
                throw new IllegalArgumentException(
                        "A voice starts at 0 s or later and lasts longer than 0 s, not %s s (from %s s of the recording) at %s s"
                                .formatted(seconds, fromSeconds, startSeconds));
            }
        }
    }

    /**
     * Writes {@code out}: H.264 as it is in the segments, AAC made from the original recordings, both as long as the
     * picture, index in front (faststart). The file appears when it is whole and was counted; until then its bytes are
     * in {@code <out>.part}.
     *
     * @param voices none: the video has no sound track
     * @param metadata title, comment and the like, stored in the file
     * @throws MediaException when a segment is missing frames, does not begin with a key frame, or was made with other
     *     encoder settings than the first; or when a recording cannot be decoded
     * @throws java.io.UncheckedIOException when files cannot be read or written
     */
    public static VideoInfo stitch(List<Segment> segments, List<Voice> voices, Map<String, String> metadata, Path out)
            throws MediaException {
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("A video has at least one segment");
        }
        int frames = segments.stream().mapToInt(Segment::frames).reduce(0, Math::addExact);
        try (Mp4Writer writer = new Mp4Writer(out)) {
            write(segments, voices, frames, metadata, writer);
            VideoInfo made = inspect(writer.complete());
            requireWhole(made, frames, !voices.isEmpty());
            writer.publish();
            return made;
        }
    }

    private static void write(
            List<Segment> segments, List<Voice> voices, int frames, Map<String, String> metadata, Mp4Writer writer)
            throws MediaException {
        try (SegmentChain picture = new SegmentChain(writer, segments);
                SoundTrack sound = voices.isEmpty() ? null : new SoundTrack(writer, voices, frames)) {
            writer.start(Map.of("movflags", "+faststart", "video_track_timescale", ChunkEncoder.TIME_SCALE), metadata);
            while (picture.writeNext()) {
                if (sound != null) {
                    sound.writeUntil(picture.framesWritten());
                }
            }
        }
    }

    private static void requireWhole(VideoInfo made, int frames, boolean withSound) {
        double expected = (double) frames / H264.FRAMES_PER_SECOND;
        double tolerated = 1.0 / H264.FRAMES_PER_SECOND;
        boolean soundFits = withSound
                ? Math.abs(made.audioSeconds() - made.videoSeconds()) <= tolerated
                : made.audioCodec() == null;
        if (made.frames() != frames || Math.abs(made.videoSeconds() - expected) > tolerated / 2 || !soundFits) {
            throw new IllegalStateException("The stitched video should have %d frames and last %.3f s, but is %s"
                    .formatted(frames, expected, made));
        }
    }

    /** Counts what is in a video file. */
    public static VideoInfo inspect(Path video) throws MediaException {
        return VideoCounter.count(video);
    }

    private Stitcher() {}
}
