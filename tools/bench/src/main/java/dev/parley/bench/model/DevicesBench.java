package dev.parley.bench.model;

import dev.parley.multitalk.GuidanceSettings;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.MultiTalk;
import dev.parley.multitalk.RenderListener;
import dev.parley.multitalk.Rendering;
import dev.parley.multitalk.Settings;
import dev.parley.multitalk.VideoRequest;
import dev.parley.plan.Defaults;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.CRC32;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A window on one device, then with its passes shared by several: seconds a step, and whether the frames are the same. */
@Command(
        name = "devices",
        description = "Seconds of a sampler's step on one device, and on several that share its passes.")
public final class DevicesBench implements Callable<Integer> {
    private static final long SEED = 1;
    private static final int FEW_STEPS = 2;
    private static final double SHIFT = 7;
    private static final double AUDIO_SCALE = 4;

    @Mixin
    OnDevice given;

    @Option(
            names = "--further",
            split = ",",
            defaultValue = "cpu",
            description = "Devices that compute some of the passes; default: ${DEFAULT-VALUE}.")
    List<String> further;

    @Option(
            names = "--frames",
            defaultValue = "" + Defaults.FRAMES_PER_WINDOW,
            description = "Of the window; default: ${DEFAULT-VALUE}.")
    int frames;

    @Option(
            names = "--steps",
            defaultValue = "8",
            description = "Of the longer of two windows; default: ${DEFAULT-VALUE}.")
    int steps;

    @Option(
            names = "--text-scale",
            defaultValue = "1",
            description = "Two passes a step with 1, three with another; default: ${DEFAULT-VALUE}.")
    double textScale;

    @Option(names = "--rounds", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
    int rounds;

    @Override
    public Integer call() throws IOException {
        if (steps <= FEW_STEPS || rounds < 1) {
            throw new IllegalArgumentException(
                    "At least one round of %d steps is timed, not %d of %d".formatted(FEW_STEPS + 1, rounds, steps));
        }
        ModelOptions one = given.options();
        double alone = measure(one);
        double shared = measure(one.withCompanions(further));
        Report.line("devices: %.2f times as fast", alone / shared);
        return 0;
    }

    /** @return seconds a step: of what the steps add to a window that has few of them */
    private double measure(ModelOptions options) throws IOException {
        try (MultiTalk model = MultiTalk.open(given.directory, options)) {
            CRC32 seen = new CRC32();
            window(model, FEW_STEPS, seen); // the first pays for what PyTorch prepares
            Timing few = Timing.of(rounds, () -> window(model, FEW_STEPS, new CRC32()));
            Timing many = Timing.of(rounds, () -> window(model, steps, seen));
            double step = (many.best() - few.best()) / (steps - FEW_STEPS);
            Report.line(
                    "devices: %s %s, %s, %d frames, %d passes a step: %.3f s a step, window of %d steps %s, frames %s",
                    options.device(),
                    options.companions(),
                    given.video,
                    frames,
                    guidance().passesPerStep(),
                    step,
                    steps,
                    many,
                    Long.toHexString(seen.getValue()));
            return step;
        }
    }

    private GuidanceSettings guidance() {
        return GuidanceSettings.projected(textScale, AUDIO_SCALE);
    }

    private void window(MultiTalk model, int count, CRC32 seen) {
        Settings settings = new PresetWay("shared", count, SHIFT, guidance(), null).settings(given.video, frames);
        VideoRequest request = VideoRequest.of(
                RandomInputs.picture(given.video, SEED),
                BenchInputs.PROMPT,
                RandomInputs.voice(frames, SEED),
                settings);
        try (Rendering rendering = model.prepare(request)) {
            seen.update(rendering.window(0, null, RenderListener.ignored()).rgb());
        }
    }
}
