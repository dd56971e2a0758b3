package dev.parley.multitalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.multitalk.internal.audio.Wav;
import dev.parley.plan.FrameRate;
import dev.parley.plan.Size;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/**
 * What a trimmed last window saves with multitalk-tiny, and how unlike the full one it is. Takes many minutes; runs only
 * where it is asked for by name, best with {@code -Dai.djl.pytorch.num_threads=1}: then CPU time is work.
 */
class LastWindowMeasurement {
    private static final int SIDE = 192;
    private static final int MOUTH_TOP = 104;
    private static final int MOUTH_BOTTOM = 128;
    private static final int MOUTH_LEFT = 74;
    private static final int MOUTH_RIGHT = 116;

    private record Timed(RenderedWindow window, double cpuSeconds) {}

    @Test
    void twoLengths() throws Exception {
        Wav hello = Wav.read(Path.of("../samples/hello.wav"));
        Speech voice = Speech.prepare(hello.channels(), hello.rate());
        try (MultiTalk model = MultiTalk.open(Path.of("../models/multitalk-tiny"))) {
            Timed first = window(model, request(model, voice, 117, true), 0, null);
            System.out.printf("full window, the first: %.1f s of CPU%n", first.cpuSeconds);
            for (int frames : new int[] {117, 97}) {
                MotionFrames before = first.window.next();
                Timed trimmed = window(model, request(model, voice, frames, true), 1, before);
                Timed full = window(model, request(model, voice, frames, false), 1, before);
                report(frames, trimmed, full);
            }
        }
    }

    private static VideoRequest request(MultiTalk model, Speech voice, int frames, boolean trim) throws IOException {
        Speech said = Speech.ofPrepared(Arrays.copyOf(voice.samples(), frames * FrameRate.SAMPLES_PER_FRAME));
        Settings settings = model.settings(Mode.STREAMING).withTrimLastWindow(trim);
        return VideoRequest.of(picture(), "A woman is talking.", said, settings);
    }

    private static RgbImage picture() throws IOException {
        BufferedImage image = ImageIO.read(new File("../samples/woman.png"));
        byte[] rgb = new byte[image.getHeight() * image.getWidth() * 3];
        for (int i = 0; i < rgb.length; i++) {
            int pixel = image.getRGB(i / 3 % image.getWidth(), i / 3 / image.getWidth());
            rgb[i] = (byte) (pixel >> (16 - 8 * (i % 3)));
        }
        return new RgbImage(new Size(image.getHeight(), image.getWidth()), rgb);
    }

    private static Timed window(MultiTalk model, VideoRequest request, int index, MotionFrames before) {
        try (Rendering rendering = model.prepare(request)) {
            double begin = cpuSeconds();
            RenderedWindow window = rendering.window(index, before, RenderListener.ignored());
            return new Timed(window, cpuSeconds() - begin);
        }
    }

    private static double cpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
    }

    private static void report(int frames, Timed trimmed, Timed full) {
        byte[] one = trimmed.window.rgb();
        byte[] other = full.window.rgb();
        double difference = 0;
        double squares = 0;
        for (int i = 0; i < one.length; i++) {
            double d = (one[i] & 0xff) - (other[i] & 0xff);
            difference += Math.abs(d) / one.length;
            squares += d * d / one.length;
        }
        double psnr = 10 * Math.log10(255 * 255 / squares);
        System.out.printf(
                "%d frames, %d new: window of %d %.1f s of CPU, full %.1f s; mean difference %.2f, PSNR %.1f dB,"
                        + " correlation of the mouths %.4f%n",
                frames,
                trimmed.window.window().newFrames(),
                trimmed.window.window().pixelFrames(),
                trimmed.cpuSeconds,
                full.cpuSeconds,
                difference,
                psnr,
                correlation(mouth(one), mouth(other)));
        assertThat(psnr).isGreaterThan(20);
    }

    /** For each frame, how dark it is around the mouth: an open one is. */
    private static double[] mouth(byte[] rgb) {
        double[] darkness = new double[rgb.length / (SIDE * SIDE * 3)];
        for (int frame = 0; frame < darkness.length; frame++) {
            for (int y = MOUTH_TOP; y < MOUTH_BOTTOM; y++) {
                for (int x = MOUTH_LEFT; x < MOUTH_RIGHT; x++) {
                    for (int c = 0; c < 3; c++) {
                        darkness[frame] -= rgb[((frame * SIDE + y) * SIDE + x) * 3 + c] & 0xff;
                    }
                }
            }
        }
        return darkness;
    }

    private static double correlation(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        return ab / Math.sqrt(aa * bb);
    }
}
