package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;

/** Owns native things and frees them, the last one first. The garbage collector knows nothing of them. */
final class Scope implements AutoCloseable {
    static {
        NativeMemory.unlimited();
    }

    private final Deque<Runnable> frees = new ArrayDeque<>();

    /** @return {@code thing}, which lives until the scope is closed */
    <T> T own(T thing, Consumer<T> free) {
        if (thing == null) {
            throw new OutOfMemoryError("FFmpeg has no memory left");
        }
        frees.push(() -> free.accept(thing));
        return thing;
    }

    AVPacket packet() {
        return own(av_packet_alloc(), avcodec::av_packet_free);
    }

    AVFrame frame() {
        return own(av_frame_alloc(), avutil::av_frame_free);
    }

    AVCodecContext codec(AVCodec codec) {
        return own(avcodec_alloc_context3(codec), avcodec::avcodec_free_context);
    }

    SwsContext scaler(int flags) {
        return own(sws_alloc_context(), swscale::sws_free_context).flags(flags);
    }

    /** FFmpeg replaces a dictionary's pointer as it grows and as it takes entries out; this one follows. */
    AVDictionary dictionary(Map<String, String> entries) {
        AVDictionary dictionary = own(new AVDictionary(null), avutil::av_dict_free);
        put(dictionary, entries);
        return dictionary;
    }

    static void put(AVDictionary dictionary, Map<String, String> entries) {
        entries.forEach((key, value) -> {
            try (BytePointer name = Ffmpeg.utf8(key);
                    BytePointer text = Ffmpeg.utf8(value)) {
                Ffmpeg.require(av_dict_set(dictionary, name, text, 0), "Cannot set the option " + key);
            }
        });
    }

    @Override
    public void close() {
        while (!frees.isEmpty()) {
            frees.pop().run();
        }
    }
}
