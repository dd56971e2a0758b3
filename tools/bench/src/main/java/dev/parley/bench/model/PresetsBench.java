package dev.parley.bench.model;

import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.MultiTalk;
import dev.parley.multitalk.Quantization;
import dev.parley.multitalk.RenderListener;
import dev.parley.multitalk.Rendering;
import dev.parley.multitalk.RgbImage;
import dev.parley.multitalk.Speech;
import dev.parley.multitalk.VideoRequest;
import dev.parley.plan.Defaults;
import dev.parley.plan.Preset;
import dev.parley.plan.Presets;
import dev.parley.plan.Size;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One window with each preset, and with what else makes the standard one faster or smaller: its time, and how like it is. */
@Command(
        name = "presets",
        description = "Seconds of a window with each preset, without its LoRAs, and its likeness to the standard one.")
public final class PresetsBench implements Callable<Integer> {
    @Mixin
    BenchInputs inputs;

    @Option(
            names = "--size",
            defaultValue = "192x192",
            converter = SizeConverter.class,
            description = "Height x width of the video; default: ${DEFAULT-VALUE}.")
    Size video;

    @Option(
            names = "--frames",
            defaultValue = "" + Defaults.FRAMES_PER_WINDOW,
            description = "Of the window; default: ${DEFAULT-VALUE}.")
    int frames;

    @Option(
            names = "--rounds",
            defaultValue = "1",
            description = "Timed windows with each preset; default: ${DEFAULT-VALUE}.")
    int rounds;

    @Override
    public Integer call() throws IOException {
        if (rounds < 1 || frames < 1) {
            throw new IllegalArgumentException(
                    "At least one round of one frame is timed, not %d of %d".formatted(rounds, frames));
        }
        RgbImage picture = inputs.picture();
        Speech voice = inputs.voice(frames);
        PresetWay standard = PresetWay.of(Presets.PUBLISHED.standard());
        // What cannot be rendered is refused before the model is opened.
        MultiTalk.plan(request(picture, voice, standard));

        byte[] reference;
        try (MultiTalk model = open(picture, voice, Quantization.NONE)) {
            reference = measure(model, picture, voice, standard, null);
            measure(model, picture, voice, standard.withTeaCache(), reference);
            for (Preset preset : Presets.PUBLISHED.all()) {
                if (!preset.name().equals(Presets.STANDARD)) {
                    measure(model, picture, voice, PresetWay.of(preset), reference);
                }
            }
        }
        try (MultiTalk model = open(picture, voice, Quantization.INT8)) {
            measure(model, picture, voice, standard.named("standard, INT8"), reference);
        }
        return 0;
    }

    /** Has rendered a window of one step: the first pays for what PyTorch prepares. */
    private MultiTalk open(RgbImage picture, Speech voice, Quantization quantization) throws IOException {
        MultiTalk model = MultiTalk.open(inputs.directory, ModelOptions.CPU.withQuantization(quantization));
        try (Rendering rendering = model.prepare(request(picture, voice, PresetWay.WARM_UP))) {
            rendering.window(0, null, RenderListener.ignored());
            return model;
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    /**
     * @param reference the frames of the standard preset; null where these are them
     * @return the window's frames
     */
    private byte[] measure(MultiTalk model, RgbImage picture, Speech voice, PresetWay way, byte[] reference) {
        try (Rendering rendering = model.prepare(request(picture, voice, way))) {
            ComputedPasses passes = new ComputedPasses(rendering.skips());
            byte[][] rgb = new byte[1][];
            Timing timing = Timing.of(
                    rounds,
                    () -> rgb[0] = rendering.window(0, null, passes.ofAWindow()).rgb());
            Report.line(
                    "presets: %s, %d frames %s: %s, %d passes computed, %d of %d steps skipped, %s",
                    way,
                    frames,
                    video,
                    timing,
                    passes.computed(),
                    rendering.skips().skipped(),
                    way.steps(),
                    reference == null ? "what the others are held against" : Psnr.of(rgb[0], reference));
            return rgb[0];
        }
    }

    private VideoRequest request(RgbImage picture, Speech voice, PresetWay way) {
        return VideoRequest.of(picture, BenchInputs.PROMPT, voice, way.settings(video, frames));
    }
}
