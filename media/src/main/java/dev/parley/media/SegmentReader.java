package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import dev.parley.media.MediaException.Problem;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.BytePointer;

/** The H.264 packets of one segment. */
final class SegmentReader implements AutoCloseable {
    private final Container container;
    private final AVStream stream;

    private SegmentReader(Container container, AVStream stream) {
        this.container = container;
        this.stream = stream;
    }

    static SegmentReader open(Path file) throws MediaException {
        Container container = Container.open(file, Long.MAX_VALUE);
        try {
            int index = container.best(AVMEDIA_TYPE_VIDEO);
            if (index < 0 || container.stream(index).codecpar().codec_id() != AV_CODEC_ID_H264) {
                throw new MediaException(Problem.NO_TRACK, "The segment has no H.264 track");
            }
            container.select(index);
            return new SegmentReader(container, container.stream(index));
        } catch (Throwable e) {
            container.close();
            throw e;
        }
    }

    AVCodecParameters parameters() {
        return stream.codecpar();
    }

    /** SPS and PPS: what a decoder must know before the first frame, and knows once for all segments. */
    byte[] parameterSets() {
        byte[] bytes = new byte[parameters().extradata_size()];
        if (bytes.length > 0) {
            new BytePointer(parameters().extradata()).get(bytes);
        }
        return bytes;
    }

    boolean read(AVPacket packet) throws MediaException {
        return container.read(packet);
    }

    @Override
    public void close() {
        container.close();
    }
}
