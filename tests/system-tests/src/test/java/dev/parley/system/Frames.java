package dev.parley.system;

import dev.parley.contracts.Sha256;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;

/** What a video shows, whatever its file says about it. */
final class Frames {
    /** One hash over every decoded picture, in order. */
    static String hash(Path video) throws Exception {
        MessageDigest digest = Sha256.digest();
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(video.toFile())) {
            grabber.start();
            for (Frame frame = grabber.grabImage(); frame != null; frame = grabber.grabImage()) {
                digest.update((ByteBuffer) frame.image[0].rewind());
            }
        }
        return Sha256.of(digest);
    }

    private Frames() {}
}
