package dev.parley.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/** Frames that carry their number in black and white squares, and flash once a second. */
final class PaintedFrames {
    static final int SIDE = 128;
    private static final int BITS = 16;
    private static final int SQUARE = SIDE / BITS;

    static Picture frame(int number) {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                boolean bit = (number >> (BITS - 1 - x / SQUARE) & 1) == 1;
                int at = (y * SIDE + x) * 3;
                if (y < SQUARE) {
                    Arrays.fill(rgb, at, at + 3, (byte) (bit ? 255 : 0));
                } else if (flashes(number)) {
                    Arrays.fill(rgb, at, at + 3, (byte) 255);
                } else {
                    rgb[at] = (byte) (x + number);
                    rgb[at + 1] = (byte) (y / 2);
                    rgb[at + 2] = (byte) (number * 2);
                }
            }
        }
        return new Picture(SIDE, SIDE, rgb);
    }

    static boolean flashes(int number) {
        return number % 25 == 0;
    }

    /** Reads the number back from the luma of a decoded frame. */
    static int numberOf(AVFrame frame) {
        BytePointer row = new BytePointer(frame.data(0));
        row.position((long) SQUARE / 2 * frame.linesize(0));
        int number = 0;
        for (int bit = 0; bit < BITS; bit++) {
            number = number << 1 | ((row.get(bit * SQUARE + SQUARE / 2) & 0xFF) > 128 ? 1 : 0);
        }
        return number;
    }

    /** Is the middle of a decoded frame white? */
    static boolean isFlash(AVFrame frame) {
        long middle = (long) SIDE / 2 * frame.linesize(0) + SIDE / 2;
        return (new BytePointer(frame.data(0)).get(middle) & 0xFF) > 200;
    }

    static Stitcher.Segment encode(Path file, int startFrame, int frames) {
        try (ChunkEncoder encoder = new ChunkEncoder(file, SIDE, SIDE, startFrame, frames, "libx264")) {
            for (int i = 0; i < frames; i++) {
                encoder.add(frame(startFrame + i));
            }
            encoder.finish();
        }
        return new Stitcher.Segment(file, frames);
    }

    /** Chunks as a render makes them: 81 frames, then 56, 56 and what is left. */
    static List<Stitcher.Segment> encodeVideo(Path folder, int frames) {
        List<Stitcher.Segment> segments = new ArrayList<>();
        int start = 0;
        while (start < frames) {
            int count = Math.min(start == 0 ? 81 : 56, frames - start);
            segments.add(encode(folder.resolve("%03d.m4s".formatted(segments.size())), start, count));
            start += count;
        }
        return segments;
    }

    private PaintedFrames() {}
}
