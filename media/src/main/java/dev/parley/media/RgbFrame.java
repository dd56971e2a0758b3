package dev.parley.media;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_INTERLACED;
import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_TOP_FIELD_FIRST;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_ALPHA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_PAL8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import dev.parley.media.MediaException.Problem;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Frames of 8-bit RGB as FFmpeg holds them: rows may be longer than their pixels. */
final class RgbFrame {
    /** A frame with room for a picture of this size. */
    static AVFrame allocate(Scope scope, int width, int height) {
        return allocate(scope, width, height, AV_PIX_FMT_RGB24);
    }

    /** A frame with a fourth byte per pixel. */
    static AVFrame allocateWithAlpha(Scope scope, int width, int height) {
        return allocate(scope, width, height, AV_PIX_FMT_RGBA);
    }

    /** A frame of zeros: black, or transparent where {@code format} has transparency. */
    static AVFrame empty(Scope scope, int width, int height, int format) {
        AVFrame frame = allocate(scope, width, height, format);
        Pointer.memset(frame.data(0), 0, (long) frame.linesize(0) * height);
        return frame;
    }

    private static AVFrame allocate(Scope scope, int width, int height, int format) {
        AVFrame frame = scope.frame()
                .width(width)
                .height(height)
                .format(format)
                .colorspace(AVCOL_SPC_RGB)
                .color_range(AVCOL_RANGE_JPEG);
        Ffmpeg.require(av_frame_get_buffer(frame, 0), "Cannot hold a picture of %dx%d".formatted(width, height));
        return frame;
    }

    /** A decoded frame {@link #opaque} or, where it has transparency, with a fourth byte per pixel. */
    static AVFrame converted(Scope scope, AVFrame frame) throws MediaException {
        boolean alpha = frame.format() == AV_PIX_FMT_PAL8
                || (av_pix_fmt_desc_get(frame.format()).flags() & AV_PIX_FMT_FLAG_ALPHA) != 0;
        return alpha ? convert(frame, allocateWithAlpha(scope, frame.width(), frame.height())) : opaque(scope, frame);
    }

    /**
     * A decoded frame as RGB. The numbers come as they are in the file: no color profile is applied to them. Takes the
     * marks off {@code frame} that would have it otherwise.
     *
     * @return a frame of the scope's
     */
    static AVFrame opaque(Scope scope, AVFrame frame) throws MediaException {
        return convert(frame, allocate(scope, frame.width(), frame.height()));
    }

    /** A frame that is {@link #converted}, made smaller by averaging areas. */
    static AVFrame reduced(Scope scope, AVFrame frame, int width, int height) throws MediaException {
        return convert(frame, allocate(scope, width, height, frame.format()), SWS_AREA);
    }

    private static AVFrame convert(AVFrame frame, AVFrame rgb) throws MediaException {
        return convert(frame, rgb, SWS_BILINEAR);
    }

    private static AVFrame convert(AVFrame frame, AVFrame rgb, int filter) throws MediaException {
        // Of an interlaced PNG all rows are of one moment; of fields the scaler would not make a frame.
        frame.flags(frame.flags() & ~(AV_FRAME_FLAG_INTERLACED | AV_FRAME_FLAG_TOP_FIELD_FIRST));
        frame.color_primaries(AVCOL_PRI_UNSPECIFIED).color_trc(AVCOL_TRC_UNSPECIFIED);
        int flags = filter | SWS_FULL_CHR_H_INT | SWS_ACCURATE_RND | SWS_BITEXACT;
        try (Scope local = new Scope()) {
            int code = sws_scale_frame(local.scaler(flags), rgb, frame);
            if (code < 0) {
                throw new MediaException(
                        Problem.UNSUPPORTED,
                        "The picture's pixels (%s) cannot be converted to RGB: %s. Save it as PNG or JPEG"
                                .formatted(
                                        av_pix_fmt_desc_get(frame.format())
                                                .name()
                                                .getString(),
                                        Ffmpeg.words(code)));
            }
        }
        return rgb;
    }

    /** Copies {@code from} to where its top left pixel is (x, y) of {@code to}, of its format; what lies beyond is left out. */
    static void blit(AVFrame from, AVFrame to, int x, int y) {
        int bytes = from.format() == AV_PIX_FMT_RGBA ? 4 : 3;
        int left = Math.max(0, -x);
        int columns = Math.min(from.width(), to.width() - x) - left;
        int bottom = Math.min(from.height(), to.height() - y);
        for (int row = Math.max(0, -y); row < bottom && columns > 0; row++) {
            BytePointer source = new BytePointer(from.data(0)).position((long) row * from.linesize(0) + left * bytes);
            new BytePointer(to.data(0))
                    .position((long) (y + row) * to.linesize(0) + (x + left) * bytes)
                    .put(source.limit(source.position() + columns * bytes));
        }
    }

    static AVFrame of(Scope scope, Picture picture) {
        AVFrame frame = allocate(scope, picture.width(), picture.height());
        fill(frame, picture);
        return frame;
    }

    static void fill(AVFrame frame, Picture picture) {
        int row = picture.width() * 3;
        BytePointer to = new BytePointer(frame.data(0));
        for (int y = 0; y < picture.height(); y++) {
            to.position((long) y * frame.linesize(0)).put(picture.rgb(), y * row, row);
        }
    }

    static Picture copy(AVFrame frame) {
        int row = frame.width() * 3;
        byte[] pixels = new byte[Math.multiplyExact(row, frame.height())];
        BytePointer from = new BytePointer(frame.data(0));
        for (int y = 0; y < frame.height(); y++) {
            from.position((long) y * frame.linesize(0)).get(pixels, y * row, row);
        }
        return new Picture(frame.width(), frame.height(), pixels);
    }

    private RgbFrame() {}
}
