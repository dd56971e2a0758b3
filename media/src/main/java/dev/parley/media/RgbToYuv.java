package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/** RGB pictures of one size as YUV 4:2:0, BT.709, limited range: the same numbers on every processor. */
final class RgbToYuv implements AutoCloseable {
    private final Scope scope = new Scope();
    private final SwsContext scaler = scope.scaler(SWS_BILINEAR | SWS_ACCURATE_RND | SWS_BITEXACT);
    private final AVFrame rgb;
    private final AVFrame yuv;

    RgbToYuv(int width, int height) {
        try {
            rgb = RgbFrame.allocate(scope, width, height);
            yuv = scope.frame()
                    .width(width)
                    .height(height)
                    .format(AV_PIX_FMT_YUV420P)
                    .colorspace(AVCOL_SPC_BT709)
                    .color_range(AVCOL_RANGE_MPEG);
            Ffmpeg.require(av_frame_get_buffer(yuv, 0), "Cannot hold a frame of %dx%d".formatted(width, height));
        } catch (Throwable e) {
            scope.close();
            throw e;
        }
    }

    /** @return the same frame at every call */
    AVFrame convert(Picture picture) {
        RgbFrame.fill(rgb, picture);
        // The encoder may still hold the picture before.
        Ffmpeg.require(av_frame_make_writable(yuv), "Cannot hold a frame");
        Ffmpeg.require(sws_scale_frame(scaler, yuv, rgb), "Cannot convert a frame to YUV");
        return yuv;
    }

    @Override
    public void close() {
        scope.close();
    }
}
