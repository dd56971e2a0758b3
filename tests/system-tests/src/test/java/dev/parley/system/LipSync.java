package dev.parley.system;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;

/**
 * When something is heard and when something moves after a silence, in seconds as the file's own timestamps have it. The
 * difference is how late the picture is.
 */
record LipSync(double heard, double seen) {
    private static final double LOUD = 0.05;
    private static final int BLOCK = 16;

    /** Of 255: beyond what encoding changes in a block that stands still. */
    private static final double MOVED = 12;

    double milliseconds() {
        return 1_000 * (seen - heard);
    }

    /** The first sound in the file, and the first movement. */
    static LipSync atStart(Path video) throws Exception {
        return new LipSync(firstSound(video, 0), firstMovement(video, 0));
    }

    /** The last sound that follows a second of silence or more, and the first movement from half a second before it on. */
    static LipSync atEnd(Path video, double seconds) throws Exception {
        double heard = lastSound(video, Math.max(0, seconds - 8));
        return new LipSync(heard, firstMovement(video, heard - 0.5));
    }

    private static double firstSound(Path video, double from) throws Exception {
        return new Sound(from).find(video, true);
    }

    private static double lastSound(Path video, double from) throws Exception {
        return new Sound(from).find(video, false);
    }

    /** Looks for what is loud after a silence. */
    private static final class Sound {
        private final double from;
        private double last = -1;
        private double found = Double.NaN;

        Sound(double from) {
            this.from = from;
        }

        double find(Path video, boolean first) throws Exception {
            try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(video.toFile())) {
                grabber.setSampleMode(FrameGrabber.SampleMode.FLOAT);
                grabber.start();
                if (from > 0) {
                    grabber.setAudioTimestamp((long) (from * 1e6));
                }
                last = from - 1;
                for (Frame frame = grabber.grabSamples(); frame != null; frame = grabber.grabSamples()) {
                    listen(frame);
                    if (first && !Double.isNaN(found)) {
                        break;
                    }
                }
            }
            return found;
        }

        private void listen(Frame frame) {
            FloatBuffer samples = (FloatBuffer) frame.samples[0].rewind();
            for (int i = 0; samples.hasRemaining(); i++) {
                double at = frame.timestamp / 1e6 + (double) (i / frame.audioChannels) / frame.sampleRate;
                if (Math.abs(samples.get()) > LOUD) {
                    if (at - last > 1) {
                        found = at;
                    }
                    last = at;
                }
            }
        }
    }

    private static double firstMovement(Path video, double from) throws Exception {
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(video.toFile())) {
            grabber.start();
            if (from > 0) {
                grabber.setVideoTimestamp((long) (from * 1e6));
            }
            byte[] before = null;
            for (Frame frame = grabber.grabImage(); frame != null; frame = grabber.grabImage()) {
                byte[] now = bytes(frame);
                if (before != null
                        && frame.timestamp / 1e6 >= from
                        && moved(before, now, frame.imageStride, frame.imageHeight)) {
                    return frame.timestamp / 1e6;
                }
                before = now;
            }
            return Double.NaN;
        }
    }

    private static byte[] bytes(Frame frame) {
        ByteBuffer image = (ByteBuffer) frame.image[0].rewind();
        byte[] bytes = new byte[image.remaining()];
        image.get(bytes);
        return bytes;
    }

    /** @param stride bytes of a row */
    private static boolean moved(byte[] before, byte[] now, int stride, int height) {
        for (int y = 0; y + BLOCK <= height; y += BLOCK) {
            for (int x = 0; x + 3 * BLOCK <= stride; x += 3 * BLOCK) {
                if (change(before, now, y * stride + x, stride) > MOVED) {
                    return true;
                }
            }
        }
        return false;
    }

    private static double change(byte[] before, byte[] now, int corner, int stride) {
        int sum = 0;
        for (int row = corner; row < corner + BLOCK * stride; row += stride) {
            for (int i = row; i < row + 3 * BLOCK; i++) {
                sum += Math.abs((now[i] & 0xff) - (before[i] & 0xff));
            }
        }
        return sum / (3.0 * BLOCK * BLOCK);
    }
}
