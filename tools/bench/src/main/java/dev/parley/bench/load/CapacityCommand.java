package dev.parley.bench.load;

import dev.parley.plan.Preset;
import dev.parley.plan.Presets;
import dev.parley.plan.SamplerPasses;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a demand needs, by the figures of docs/capacity.md. */
@Command(name = "capacity", description = "GPUs, traffic and cost of a demand.")
public final class CapacityCommand implements Callable<Integer> {
    @Option(
            names = "--video-hours-per-day",
            defaultValue = "10",
            description = "Hours of video that are asked for in a day.")
    double videoHoursPerDay;

    @Option(names = "--peak", defaultValue = "3", description = "The busiest hour, in average hours.")
    double peak;

    @Option(names = "--preset", defaultValue = "lightx2v", description = "Of the published model.")
    String preset;

    @Option(names = "--pass-seconds", defaultValue = "9.2", description = "A pass of the transformer over a window.")
    double passSeconds;

    @Option(names = "--rest-seconds", defaultValue = "10", description = "Of a window: encoders and VAE.")
    double restSeconds;

    @Option(names = "--busy", defaultValue = "0.8", description = "Share of the busiest hour that workers render.")
    double busy;

    @Option(names = "--gpu-price", defaultValue = "1.00", description = "Of a GPU's hour, in whatever money.")
    double gpuPrice;

    @Override
    public Integer call() {
        Preset chosen = Presets.PUBLISHED
                .find(preset)
                .orElseThrow(() -> new IllegalArgumentException(
                        "--preset: found '%s', expected one of %s".formatted(preset, Presets.PUBLISHED.names())));
        int passes = chosen.steps() * SamplerPasses.perStep(chosen.textGuidance(), chosen.audioGuidance());
        FarmLoad.Window window = new FarmLoad.Window(passes, passSeconds, restSeconds);
        double videoSeconds = videoHoursPerDay * 3_600 / 86_400 * peak;
        FarmLoad load = FarmLoad.of(window, videoSeconds, busy);
        System.out.printf(
                "capacity: %s: %d passes and %.0f s a window, %.1f GPU seconds and %.4f of money for a second of video%n",
                preset,
                passes,
                window.seconds(),
                window.gpuSecondsPerVideoSecond(),
                window.gpuSecondsPerVideoSecond() * gpuPrice / 3_600);
        System.out.printf(
                "capacity: %.2f seconds of video a second in the busiest hour: %d workers, %.2f windows/s, %.0f in money a day if all run all day%n",
                videoSeconds, load.workers(), load.windows(), load.workers() * gpuPrice * 24);
        System.out.printf(
                "capacity: store: %.2f Gbit/s of window states; share groups of %d workers: %d%n",
                load.bytesIn() * 8 / 1e9, FarmLoad.CELL, load.cells());
        return 0;
    }
}
