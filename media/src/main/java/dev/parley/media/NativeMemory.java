package dev.parley.media;

import java.util.Locale;

/**
 * JavaCPP refuses to allocate as much as a few bytes once the process occupies more than four times Java's largest heap,
 * whoever occupies it. Beside a model, whose weights lie outside the heap, that is always so; FFmpeg's own
 * memory is bounded by the {@link Limits} of files.
 */
final class NativeMemory {
    private static final String LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";
    private static final String NONE = "0";

    /** To be called before the first of JavaCPP's classes is initialized. An operator's own limit is kept. */
    static void unlimited() {
        if (System.getProperty(LIMIT.toLowerCase(Locale.ROOT)) == null) {
            System.getProperties().putIfAbsent(LIMIT, NONE);
        }
    }

    private NativeMemory() {}
}
