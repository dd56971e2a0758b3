package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_max_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.presets.avutil;
import org.bytedeco.javacpp.BytePointer;

/** What every call into FFmpeg needs: quiet logging, and errors in words. */
final class Ffmpeg {
    /** "Give me more input first", or "take the output first". */
    static final int AGAIN;

    /**
     * No file makes FFmpeg allocate more at once: a MOV of six kilobytes made it take 0.8 GB. A frame of the largest picture
     * fits, with four bytes a pixel.
     */
    private static final long LARGEST_BLOCK = 4 * Limits.DEFAULT.maxPixels() + (1 << 24);

    private static final AtomicLong LARGEST_ALLOWED = new AtomicLong(LARGEST_BLOCK);

    static {
        NativeMemory.unlimited();
        // FFmpeg writes to stderr whatever a hostile file makes it say; what matters comes back as an error code.
        av_log_set_level(AV_LOG_QUIET);
        av_max_alloc(LARGEST_BLOCK);
        AGAIN = avutil.AVERROR_EAGAIN(); // only known once something of avutil's was called
    }

    /** Widens what may be allocated at once to what an operator's limits need; for good, as FFmpeg knows one such number. */
    static void allow(Limits limits) {
        long most = Math.max(4 * limits.maxPixels(), limits.maxBytes()) + (1 << 24);
        if (most > LARGEST_ALLOWED.getAndAccumulate(most, Math::max)) {
            av_max_alloc(LARGEST_ALLOWED.get());
        }
    }

    /** Passes a result on, or fails: for calls that depend on us, not on somebody's file. */
    static int require(int code, String doing) {
        if (code == avutil.AVERROR_ENOMEM()) {
            throw new OutOfMemoryError(message(code, doing));
        }
        if (code < 0) {
            throw new IllegalStateException(message(code, doing));
        }
        return code;
    }

    /** Passes a result on, or fails: for calls that depend on the disk. */
    static int requireWritten(int code, String doing) {
        if (code < 0) {
            throw new UncheckedIOException(new IOException(message(code, doing)));
        }
        return code;
    }

    private static String message(int code, String doing) {
        return "%s: %s".formatted(doing, words(code));
    }

    static String words(int code) {
        byte[] text = new byte[128];
        av_strerror(code, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }

    /** File names and metadata are UTF-8 to FFmpeg, whatever the JVM's default is. */
    static BytePointer utf8(String text) {
        return new BytePointer(text, StandardCharsets.UTF_8);
    }

    private Ffmpeg() {}
}
