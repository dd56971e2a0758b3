package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.presets.avutil;
import org.bytedeco.javacpp.BytePointer;

/** What every call into FFmpeg needs: quiet logging, and errors in words. */
final class Ffmpeg {
    /** "Give me more input first", or "take the output first". */
    static final int AGAIN;

    static {
        NativeMemory.unlimited();
        AGAIN = avutil.AVERROR_EAGAIN();
        // FFmpeg writes to stderr whatever a hostile file makes it say; what matters comes back as an error code.
        av_log_set_level(AV_LOG_QUIET);
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
