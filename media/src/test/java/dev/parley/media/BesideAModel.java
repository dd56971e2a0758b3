package dev.parley.media;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** A program that fills much more memory than its heap, as a model does, and then uses FFmpeg for the first time. */
final class BesideAModel {
    private static final int WEIGHTS = 256 << 20;
    private static final int PAGE = 4096;

    public static void main(String[] args) throws Exception {
        ByteBuffer weights = ByteBuffer.allocateDirect(WEIGHTS);
        for (int page = 0; page < WEIGHTS; page += PAGE) {
            weights.put(page, (byte) 1);
        }
        Path file = Path.of(args[1]);
        switch (args[0]) {
            case "picture" -> Pictures.read(file, Limits.DEFAULT);
            case "sound" -> Sounds.voice(file, Limits.DEFAULT);
            case "video" -> Stitcher.inspect(file);
            case "encoder" -> PaintedFrames.encode(file, 0, 2);
            case "png" -> Pictures.png(PaintedFrames.frame(1));
            case "codecs" -> Codecs.soundEncoder();
            default -> throw new IllegalArgumentException(List.of(args).toString());
        }
        System.out.println("used beside " + weights.get(0));
    }

    private BesideAModel() {}
}
