package dev.parley.bench;

import dev.parley.media.GrayFrames;
import dev.parley.media.Limits;
import dev.parley.media.Picture;
import dev.parley.media.Pictures;
import dev.parley.watermark.FoundMark;
import dev.parley.watermark.FrameMarker;
import dev.parley.watermark.MarkKey;
import dev.parley.watermark.VideoSearch;
import dev.parley.watermark.VideoSearch.Marked;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What of the watermark is left after what happens to videos, how visible it is, and what it costs. */
@Command(
        name = "watermark",
        description = "The watermark after 20 attacks: three seconds of each picture at each size.")
final class WatermarkBench implements Callable<Integer> {
    private static final int FRAMES = 75;
    private static final long PAYLOAD = 0x0123_4567_89ab_cdefL;
    private static final Map<String, String[]> ATTACKS = new LinkedHashMap<>();

    static {
        attack("as rendered", "null", 0);
        attack("H.264, CRF 23", "null", 23);
        attack("H.264, CRF 28", "null", 28);
        attack("H.264, CRF 32", "null", 32);
        attack("75 %", "scale=trunc(iw*3/8)*2:-2", 23);
        attack("50 %", "scale=trunc(iw/4)*2:-2", 23);
        attack("150 %", "scale=trunc(iw*3/4)*2:-2", 23);
        attack("75 x 80 %", "scale=trunc(iw*3/8)*2:trunc(ih*4/10)*2", 23);
        attack("cropped by 10 %", "crop=trunc(iw*9/20)*2:trunc(ih*9/20)*2:iw*0.037:ih*0.071", 23);
        attack("cropped by 30 %", "crop=trunc(iw*7/20)*2:trunc(ih*7/20)*2", 23);
        attack("cropped by 10 %, 75 %, CRF 28", "crop=iw*0.9:ih*0.9,scale=trunc(iw*3/8)*2:-2", 28);
        attack("15 frames per second", "fps=15", 23);
        attack("30 frames per second", "fps=30", 23);
        attack("messenger: 75 %, CRF 30", "scale=trunc(iw*3/8)*2:-2", 30);
        attack("brighter, less contrast", "eq=gamma=1.3:contrast=0.9", 23);
        attack("gray", "hue=s=0", 23);
        attack("noise", "noise=alls=12:allf=t", 23);
        attack("blur", "gblur=sigma=1", 23);
        attack("sharpened", "unsharp=5:5:1", 23);
        attack("a bar and a caption's box", "drawbox=y=ih*0.8:h=ih*0.2:color=black:t=fill", 23);
    }

    @Option(names = "--image", required = true, description = "Pictures; each is shown for three seconds.")
    List<Path> images;

    @Option(names = "--side", description = "Sizes; default: 192, 384, 640.")
    List<Integer> sides = List.of(192, 384, 640);

    private final String program = Loader.load(ffmpeg.class);

    private static void attack(String name, String filter, int quality) {
        ATTACKS.put(name, new String[] {filter, Integer.toString(quality)});
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("parley-bench-");
        for (Path image : images) {
            for (int side : sides) {
                measure(image, side, folder);
            }
        }
        return 0;
    }

    private void measure(Path image, int side, Path folder) throws Exception {
        List<byte[]> frames = frames(Pictures.cover(Pictures.read(image, Limits.DEFAULT), side, side));
        FrameMarker marker = new FrameMarker(side, side, MarkKey.PUBLIC, PAYLOAD);
        double squares = 0;
        List<byte[]> marked = new ArrayList<>();
        for (byte[] frame : frames) {
            byte[] one = marker.mark(frame).clone();
            marked.add(one);
            for (int i = 0; i < one.length; i++) {
                double difference = (one[i] & 0xFF) - (frame[i] & 0xFF);
                squares += difference * difference;
            }
        }
        long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int round = 0; round < 10; round++) {
            frames.forEach(marker::mark);
        }
        double millis = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin) / 1e6 / FRAMES / 10;
        System.out.printf(
                "watermark: %s at %dx%d: PSNR %.1f dB, %.2f ms of processor time a frame%n",
                image.getFileName(),
                side,
                side,
                10 * Math.log10(255 * 255 / (squares / FRAMES / frames.get(0).length)),
                millis);
        Path video = folder.resolve("marked.mp4");
        encode(marked, side, video);
        for (Map.Entry<String, String[]> attack : ATTACKS.entrySet()) {
            Path attacked = folder.resolve("attacked.mp4");
            String quality = attack.getValue()[1];
            if (quality.equals("0")) {
                Files.copy(video, attacked, StandardCopyOption.REPLACE_EXISTING);
            } else {
                run(List.of(
                        "-i",
                        video.toString(),
                        "-vf",
                        attack.getValue()[0],
                        "-c:v",
                        "libx264",
                        "-crf",
                        quality,
                        "-pix_fmt",
                        "yuv420p",
                        attacked.toString()));
            }
            System.out.printf("  %-32s %s%n", attack.getKey(), found(attacked));
        }
        Path unmarked = folder.resolve("unmarked.mp4");
        encode(frames, side, unmarked);
        System.out.printf("  %-32s %s%n", "not marked", found(unmarked));
    }

    /** A picture of which a part moves up and down, as a head does. */
    private static List<byte[]> frames(Picture still) {
        int side = still.width();
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = still.rgb().clone();
            int shift = (int) Math.round(side / 80.0 * Math.sin(i / 3.0));
            for (int y = side / 3; y < side * 2 / 3; y++) {
                System.arraycopy(
                        still.rgb(),
                        ((y + shift) * side + side / 3) * 3,
                        frame,
                        (y * side + side / 3) * 3,
                        side / 3 * 3);
            }
            frames.add(frame);
        }
        return frames;
    }

    private static String found(Path video) throws Exception {
        long begin = System.nanoTime();
        VideoSearch search = new VideoSearch(MarkKey.PUBLIC, () -> false);
        try (GrayFrames frames = new GrayFrames(video, Long.MAX_VALUE)) {
            while (frames.next()) {
                search.add(frames.pixels(), frames.width(), frames.height(), frames.seconds());
            }
        }
        List<Marked> marks = search.end();
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (marks.isEmpty()) {
            return "not found, %.1f s".formatted(seconds);
        }
        FoundMark mark = marks.get(0).mark();
        return "%s bits wrong, %d of 12 bytes repaired, 10^%.0f, size %.3f, %.1f s"
                .formatted(
                        Long.bitCount(mark.payload() ^ PAYLOAD),
                        mark.repaired(),
                        mark.chance(),
                        mark.scaleX(),
                        seconds);
    }

    /** As the farm's chunks are: libx264 with these settings. */
    private void encode(List<byte[]> frames, int side, Path video) throws Exception {
        Path raw = video.resolveSibling("frames.rgb");
        try (OutputStream out = Files.newOutputStream(raw)) {
            for (byte[] frame : frames) {
                out.write(frame);
            }
        }
        run(List.of(
                "-f",
                "rawvideo",
                "-pix_fmt",
                "rgb24",
                "-s",
                side + "x" + side,
                "-r",
                "25",
                "-i",
                raw.toString(),
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-crf",
                "20",
                "-pix_fmt",
                "yuv420p",
                video.toString()));
    }

    private void run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program, "-v", "error", "-y"));
        command.addAll(arguments);
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("FFmpeg failed: " + String.join(" ", command));
        }
    }
}
