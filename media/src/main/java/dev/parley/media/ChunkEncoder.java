package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;

import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Encodes one chunk as a fragmented MP4 segment: H.264, 25 fps, one closed GOP, timestamps that go on from the chunk
 * before. The same frames give the same bytes. One thread at a time. Closing without {@link #finish} leaves no file.
 */
public final class ChunkEncoder implements AutoCloseable {
    /** Units of a second that 25 fps divides; one of FFmpeg's usual choices for it. */
    static final String TIME_SCALE = "12800";

    /** What the muxer needs to know to write a part of a video that keeps its place in it. */
    static final Map<String, String> FRAGMENT = Map.of(
            "movflags", "+frag_keyframe+empty_moov+default_base_moof+frag_discont",
            // Without these two the muxer would move the part to time zero.
            "use_editlist", "0",
            "avoid_negative_ts", "disabled",
            "video_track_timescale", TIME_SCALE);

    private final int width;
    private final int height;
    private final int startFrame;
    private final int frames;
    private final Scope scope = new Scope();
    private final AVCodecContext encoder;
    private final RgbToYuv converter;
    private final AVPacket packet;
    private final Mp4Writer writer;
    private final AVStream stream;
    private int added;
    private boolean finished;

    /**
     * The encoder that works best on this machine, found by opening each: h264_nvenc, libx264, libopenh264. Looked for
     * once per process.
     */
    public static String bestEncoder() {
        return Best.NAME;
    }

    private static final class Best {
        static final String NAME = H264.best();
    }

    /**
     * @param file appears with {@link #finish}; until then its bytes are in {@code <file>.part}
     * @param width pixels, even, as {@code height}: color is stored for squares of four
     * @param startFrame position of the chunk's first frame in the video
     * @param frames how many frames will be added
     * @param encoder one of those {@link #bestEncoder} chooses from; chunks of one video must share it
     */
    public ChunkEncoder(Path file, int width, int height, int startFrame, int frames, String encoder) {
        if (width < 2 || height < 2 || width % 2 != 0 || height % 2 != 0) {
            throw new IllegalArgumentException(
                    "A chunk has even sides of at least 2 pixels, not %dx%d".formatted(width, height));
        }
        if (startFrame < 0 || frames < 1) {
            throw new IllegalArgumentException(
                    "A chunk starts at frame 0 or later and has at least one, not %d frames from %d"
                            .formatted(frames, startFrame));
        }
        this.width = width;
        this.height = height;
        this.startFrame = startFrame;
        this.frames = frames;
        try {
            this.encoder = H264.open(scope, encoder, width, height);
            converter = scope.own(new RgbToYuv(width, height), RgbToYuv::close);
            packet = scope.packet();
            writer = scope.own(new Mp4Writer(file), Mp4Writer::close);
            stream = writer.addStream();
            Ffmpeg.require(
                    avcodec_parameters_from_context(stream.codecpar(), this.encoder), "Cannot describe the video");
            stream.time_base(this.encoder.time_base()).avg_frame_rate(this.encoder.framerate());
            writer.start(FRAGMENT, Map.of());
        } catch (Throwable e) {
            scope.close();
            throw e;
        }
    }

    /** Encodes the next frame; it may be changed afterwards. */
    public void add(Picture frame) {
        requireOpen();
        if (frame.width() != width || frame.height() != height) {
            throw new IllegalArgumentException("Frame %d is %dx%d, the chunk is %dx%d"
                    .formatted(startFrame + added, frame.width(), frame.height(), width, height));
        }
        if (added == frames) {
            throw new IllegalStateException("The chunk has all its %d frames".formatted(frames));
        }
        AVFrame yuv = converter.convert(frame);
        yuv.pts(startFrame + added);
        encode(yuv);
        added++;
    }

    /** Completes the file; fails if the number of frames is not the promised one. */
    public void finish() {
        requireOpen();
        if (added != frames) {
            throw new IllegalStateException("The chunk has %d of %d frames".formatted(added, frames));
        }
        encode(null);
        writer.complete();
        writer.publish();
        finished = true;
    }

    private void requireOpen() {
        if (finished) {
            throw new IllegalStateException("The chunk is finished");
        }
    }

    private void encode(AVFrame frame) {
        Ffmpeg.require(avcodec_send_frame(encoder, frame), "Cannot encode frame " + (startFrame + added));
        while (true) {
            int code = avcodec_receive_packet(encoder, packet);
            if (code == Ffmpeg.AGAIN || code == AVERROR_EOF) {
                return;
            }
            Ffmpeg.require(code, "Cannot encode the chunk from frame " + startFrame);
            packet.stream_index(stream.index()).duration(1);
            av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
            writer.write(packet);
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
