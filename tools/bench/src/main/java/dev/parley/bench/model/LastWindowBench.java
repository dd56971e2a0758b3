package dev.parley.bench.model;

import dev.parley.multitalk.Mode;
import dev.parley.multitalk.MotionFrames;
import dev.parley.multitalk.MultiTalk;
import dev.parley.multitalk.RenderListener;
import dev.parley.multitalk.RenderedWindow;
import dev.parley.multitalk.Rendering;
import dev.parley.multitalk.RgbImage;
import dev.parley.multitalk.Settings;
import dev.parley.multitalk.VideoRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The second and last window of a video, trimmed and full, from the same motion frames: what trimming saves and changes. */
@Command(
        name = "last-window",
        description = {
            "CPU seconds of a last window, trimmed and full, and the likeness of their new frames.",
            "With -Dai.djl.pytorch.num_threads=1 CPU time is work."
        })
public final class LastWindowBench implements Callable<Integer> {
    @Mixin
    BenchInputs inputs;

    @Option(
            names = "--frames",
            split = ",",
            defaultValue = "117,97",
            description = "Lengths of the videos, of two windows each; default: ${DEFAULT-VALUE}.")
    List<Integer> lengths;

    private record Timed(RenderedWindow window, double cpuSeconds) {}

    @Override
    public Integer call() throws IOException {
        RgbImage picture = inputs.picture();
        try (MultiTalk model = MultiTalk.open(inputs.directory)) {
            Settings settings = model.settings(Mode.STREAMING);
            for (int frames : lengths) {
                requireTwoWindows(request(picture, frames, settings));
            }
            MotionFrames before = window(model, request(picture, lengths.get(0), settings), 0, null)
                    .window
                    .next();
            for (int frames : lengths) {
                VideoRequest trimmed = request(picture, frames, settings.withTrimLastWindow(true));
                VideoRequest full = request(picture, frames, settings.withTrimLastWindow(false));
                report(frames, window(model, trimmed, 1, before), window(model, full, 1, before));
            }
        }
        return 0;
    }

    private static void requireTwoWindows(VideoRequest request) {
        int windows = MultiTalk.plan(request).windows().size();
        if (windows != 2) {
            throw new IllegalArgumentException(
                    "Videos of two windows are measured; one of the lengths makes %d".formatted(windows));
        }
    }

    private VideoRequest request(RgbImage picture, int frames, Settings settings) throws IOException {
        return VideoRequest.of(picture, BenchInputs.PROMPT, inputs.voice(frames), settings);
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
        Report.line(
                "last-window: video of %d frames, %d of them new: %.1f s of CPU for a window of %d, full %.1f s, %s",
                frames,
                trimmed.window.window().newFrames(),
                trimmed.cpuSeconds,
                trimmed.window.window().pixelFrames(),
                full.cpuSeconds,
                Psnr.of(trimmed.window.rgb(), full.window.rgb()));
    }
}
