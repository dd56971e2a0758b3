package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import dev.parley.media.MediaException.Problem;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** The pictures of a video as they are written: those of its segments, one after the other, each checked. */
final class SegmentChain implements AutoCloseable {
    private static final AVRational FRAME = av_make_q(1, H264.FRAMES_PER_SECOND);

    private final Scope scope = new Scope();
    private final Mp4Writer writer;
    private final List<Stitcher.Segment> segments;
    private final AVStream stream;
    private final AVPacket packet;
    private final byte[] parameterSets;
    private int index;
    private SegmentReader current;
    private int framesOfCurrent;
    private int framesWritten;

    SegmentChain(Mp4Writer writer, List<Stitcher.Segment> segments) throws MediaException {
        this(writer, segments, 0);
    }

    /** @param firstFrame of the video that the segments begin with */
    SegmentChain(Mp4Writer writer, List<Stitcher.Segment> segments, int firstFrame) throws MediaException {
        this.writer = writer;
        this.segments = segments;
        this.framesWritten = firstFrame;
        try {
            packet = scope.packet();
            current = SegmentReader.open(segments.get(0).file());
            parameterSets = current.parameterSets();
            stream = writer.addStream();
            Ffmpeg.require(
                    avcodec_parameters_copy(stream.codecpar(), current.parameters()), "Cannot describe the video");
            // The tag is the one of the segment's container; the muxer chooses its own.
            stream.codecpar().codec_tag(0);
            stream.time_base(FRAME).avg_frame_rate(av_make_q(H264.FRAMES_PER_SECOND, 1));
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    /** The frame of the video that comes next. */
    int framesWritten() {
        return framesWritten;
    }

    /** @return false when all frames are written */
    boolean writeNext() throws MediaException {
        int promised = segments.get(index).frames();
        if (!current.read(packet)) {
            if (framesOfCurrent != promised) {
                throw broken("holds %d frames, expected %d".formatted(framesOfCurrent, promised));
            }
            return openNext() && writeNext();
        }
        if (framesOfCurrent == promised) {
            throw broken("holds more than the expected %d frames".formatted(promised));
        }
        if ((packet.flags() & AV_PKT_FLAG_CORRUPT) != 0) {
            throw broken("is cut off in frame %d".formatted(framesOfCurrent));
        }
        if (framesOfCurrent == 0 && (packet.flags() & AV_PKT_FLAG_KEY) == 0) {
            throw broken("does not begin with a key frame");
        }
        write();
        framesOfCurrent++;
        framesWritten++;
        return true;
    }

    // The segment's own clock is not trusted: a frame's place is its number.
    private void write() {
        long time = av_rescale_q(framesWritten, FRAME, stream.time_base());
        long next = av_rescale_q(framesWritten + 1, FRAME, stream.time_base());
        packet.stream_index(stream.index())
                .pts(time)
                .dts(time)
                .duration(next - time)
                .pos(-1);
        writer.write(packet);
    }

    private boolean openNext() throws MediaException {
        if (index + 1 == segments.size()) {
            return false;
        }
        index++;
        current.close();
        current = SegmentReader.open(segments.get(index).file());
        framesOfCurrent = 0;
        if (!Arrays.equals(parameterSets, current.parameterSets())) {
            throw broken("was encoded with different settings than segment 0");
        }
        return true;
    }

    private MediaException broken(String how) {
        return new MediaException(Problem.UNREADABLE, "Segment %d of %d %s".formatted(index, segments.size(), how));
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
        }
        scope.close();
    }
}
