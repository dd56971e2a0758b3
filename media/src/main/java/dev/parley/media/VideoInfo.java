package dev.parley.media;

/** What a video file really holds, counted packet by packet. Seconds are the streams' own lengths. */
public record VideoInfo(
        int frames,
        double videoSeconds,
        double audioSeconds,
        int width,
        int height,
        String videoCodec,
        String audioCodec,
        long bytes) {}
