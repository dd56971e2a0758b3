package dev.parley.quality;

import dev.parley.media.Picture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;

/**
 * A video file as people see it.
 *
 * @param frames rows of RGB bytes each
 */
record Film(int width, int height, List<byte[]> frames) {
    static Film read(Path mp4) throws IOException {
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(mp4.toFile())) {
            grabber.setPixelFormat(avutil.AV_PIX_FMT_RGB24);
            grabber.start();
            List<byte[]> frames = new ArrayList<>();
            for (Frame frame = grabber.grabImage(); frame != null; frame = grabber.grabImage()) {
                frames.add(packed(frame));
            }
            return new Film(grabber.getImageWidth(), grabber.getImageHeight(), List.copyOf(frames));
        }
    }

    private static byte[] packed(Frame frame) {
        ByteBuffer image = (ByteBuffer) frame.image[0];
        byte[] rgb = new byte[3 * frame.imageWidth * frame.imageHeight];
        for (int y = 0; y < frame.imageHeight; y++) {
            image.position(y * frame.imageStride);
            image.get(rgb, 3 * y * frame.imageWidth, 3 * frame.imageWidth);
        }
        return rgb;
    }

    Picture picture(int frame) {
        return new Picture(width, height, frames.get(frame));
    }

    /** 0 to 255. */
    double luma(int frame, int x, int y) {
        byte[] rgb = frames.get(frame);
        int at = 3 * (y * width + x);
        return 0.299 * (rgb[at] & 0xff) + 0.587 * (rgb[at + 1] & 0xff) + 0.114 * (rgb[at + 2] & 0xff);
    }

    /** 0 to 255; {@code channel} 0 is red. */
    int value(int frame, int x, int y, int channel) {
        return frames.get(frame)[3 * (y * width + x) + channel] & 0xff;
    }
}
