package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

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
