package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import dev.parley.media.MediaException.Problem;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;

/**
 * Anybody's video, decoded frame by frame, how bright it is only. Frames with a side of more than {@value #LONGEST_SIDE}
 * pixels come at a half of their size, a third and so on. Packets that are damaged are left out.
 */
public final class GrayFrames implements AutoCloseable {
    /** Pixels. */
    public static final int LONGEST_SIDE = 1440;

    private static final int LARGEST_SIDE = 8192;
    private static final long MOST_PIXELS = 4096L * 2304;
    private static final int SMALLEST_SIDE = 16;

    /** What decoders keep to predict from, and the one they work on. */
    private static final int FRAMES_AT_ONCE = 17;

    /** Three colors of more than eight bits. */
    private static final int BYTES_OF_PIXEL = 6;

    private static final int BLOCK = 64;

    private static final Map<Integer, String> DECODERS = Map.of(
            AV_CODEC_ID_H264, "h264",
            AV_CODEC_ID_HEVC, "hevc",
            AV_CODEC_ID_VP8, "vp8",
            AV_CODEC_ID_VP9, "vp9",
            AV_CODEC_ID_AV1, "libdav1d",
            AV_CODEC_ID_MPEG4, "mpeg4");

    private final Scope scope = new Scope();
    private final Container container;
    private final AVCodecContext decoder;
    private final AVPacket packet;
    private final AVFrame frame;
    private final SwsContext scaler;
    private final double tick;
    private Scope grayScope = new Scope();
    private AVFrame gray;
    private byte[] pixels = {};
    private boolean fileEnded;
    private double first = Double.NaN;
    private double seconds;

    /** @throws MediaException if it is no video, or of a kind or size that is not decoded here */
    public GrayFrames(Path file, long maxBytes) throws MediaException {
        try {
            container = scope.own(Container.open(file, maxBytes), Container::close);
            int index = container.best(AVMEDIA_TYPE_VIDEO);
            if (index < 0) {
                throw new MediaException(Problem.NO_TRACK, "The file has no video track");
            }
            container.select(index);
            AVStream stream = container.stream(index);
            tick = av_q2d(stream.time_base());
            decoder = open(scope, stream);
            packet = scope.packet();
            frame = scope.frame();
            scaler = scope.scaler(SWS_AREA);
        } catch (Throwable e) {
            scope.close();
            throw e;
        }
    }

    private static AVCodecContext open(Scope scope, AVStream stream) throws MediaException {
        int id = stream.codecpar().codec_id();
        String name = DECODERS.get(id);
        AVCodec codec = name == null ? null : avcodec_find_decoder_by_name(name);
        if (codec == null || codec.isNull()) {
            throw new MediaException(
                    Problem.UNSUPPORTED,
                    "The video is coded as %s, which is not decoded here"
                            .formatted(avcodec_get_name(id).getString()));
        }
        long pixels = pixels(stream.codecpar());
        scope.own(DecodingRoom.take(pixels * BYTES_OF_PIXEL * FRAMES_AT_ONCE), DecodingRoom::close);
        AVCodecContext context = scope.codec(codec).thread_count(1).max_pixels(pixels);
        int code = avcodec_parameters_to_context(context, stream.codecpar());
        if (code >= 0) {
            context.pkt_timebase(stream.time_base());
            code = avcodec_open2(context, codec, scope.dictionary(Map.of()));
        }
        if (code < 0) {
            throw new MediaException(
                    Problem.UNREADABLE,
                    "The %s video cannot be decoded: %s"
                            .formatted(avcodec_get_name(id).getString(), Ffmpeg.words(code)));
        }
        return context;
    }

    /** Of a frame, as it is coded: in whole blocks. What the container does not say may be as much as is allowed. */
    private static long pixels(AVCodecParameters video) {
        long coded = (long) whole(video.width()) * whole(video.height());
        return coded <= 0 ? MOST_PIXELS : Math.min(coded, MOST_PIXELS);
    }

    private static int whole(int side) {
        return side <= 0 || side > LARGEST_SIDE ? 0 : (side + BLOCK - 1) / BLOCK * BLOCK;
    }

    /**
     * Decodes the next frame.
     *
     * @return false at the end
     */
    public boolean next() throws MediaException {
        while (true) {
            av_frame_unref(frame);
            int code = avcodec_receive_frame(decoder, frame);
            if (code >= 0) {
                take();
                return true;
            }
            if (code == AVERROR_EOF || fileEnded) {
                return false;
            }
            // It wants more, or what it has is damaged.
            feed();
        }
    }

    private void feed() throws MediaException {
        try {
            fileEnded = !container.read(packet);
        } catch (MediaException brokenOff) {
            // What came before can be looked at all the same.
            fileEnded = true;
        }
        avcodec_send_packet(decoder, fileEnded ? null : packet);
    }

    private void take() throws MediaException {
        int width = frame.width();
        int height = frame.height();
        if (Math.min(width, height) < SMALLEST_SIDE
                || Math.max(width, height) > LARGEST_SIDE
                || (long) width * height > MOST_PIXELS) {
            throw new MediaException(
                    Problem.TOO_LARGE,
                    "The video has frames of %dx%d, expected sides from %d to %d and at most %d pixels"
                            .formatted(width, height, SMALLEST_SIDE, LARGEST_SIDE, MOST_PIXELS));
        }
        int reduction = (Math.max(width, height) + LONGEST_SIDE - 1) / LONGEST_SIDE;
        allocate(width / reduction, height / reduction);
        int code = sws_scale_frame(scaler, gray, frame);
        if (code < 0) {
            throw new MediaException(
                    Problem.UNSUPPORTED, "The video's frames cannot be converted to gray: " + Ffmpeg.words(code));
        }
        BytePointer from = new BytePointer(gray.data(0));
        for (int y = 0; y < gray.height(); y++) {
            from.position((long) y * gray.linesize(0)).get(pixels, y * gray.width(), gray.width());
        }
        keepTime();
    }

    private void allocate(int width, int height) {
        if (gray != null && gray.width() == width && gray.height() == height) {
            return;
        }
        grayScope.close();
        grayScope = new Scope();
        gray = grayScope.frame().width(width).height(height).format(AV_PIX_FMT_GRAY8);
        Ffmpeg.require(av_frame_get_buffer(gray, 0), "Cannot hold a frame of %dx%d".formatted(width, height));
        pixels = new byte[width * height];
    }

    /** Files may say anything of time, or nothing: it never goes back. */
    private void keepTime() {
        long stamp = frame.best_effort_timestamp();
        if (stamp == AV_NOPTS_VALUE) {
            return;
        }
        double said = stamp * tick;
        first = Double.isNaN(first) ? said : first;
        seconds = Math.max(seconds, said - first);
    }

    public int width() {
        return gray.width();
    }

    public int height() {
        return gray.height();
    }

    /** How bright the frame that {@link #next} brought is, a byte a pixel, in rows. The next frame may overwrite it. */
    public byte[] pixels() {
        return pixels;
    }

    /** When it is shown, from the first one. */
    public double seconds() {
        return seconds;
    }

    @Override
    public void close() {
        grayScope.close();
        scope.close();
    }
}
