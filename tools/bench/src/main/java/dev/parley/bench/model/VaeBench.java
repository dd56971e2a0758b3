package dev.parley.bench.model;

import static dev.parley.multitalk.internal.torch.TensorScope.reading;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.bench.layout.VaeSizes;
import dev.parley.multitalk.Tiling;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.checkpoint.Loading;
import dev.parley.multitalk.internal.vae.LatentScale;
import dev.parley.multitalk.internal.vae.Vae;
import dev.parley.plan.Size;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Wan's VAE of any width, of random weights: seconds to encode and to decode a window. */
@Command(name = "vae", description = "Seconds to encode and decode a window with a VAE of any width, random weights.")
public final class VaeBench implements Callable<Integer> {
    private static final int FRAMES_PER_LATENT = 4;
    private static final int PIXELS_PER_LATENT = 8;

    @Mixin
    WindowOptions windows;

    @Option(names = "--width", defaultValue = "96", description = "Channels at full size; default: ${DEFAULT-VALUE}.")
    int width;

    @Option(
            names = "--precision",
            defaultValue = "f32",
            converter = FloatTypeConverter.class,
            description = "bf16 or f32; default: ${DEFAULT-VALUE}.")
    TorchType precision;

    @Option(
            names = "--given",
            defaultValue = "1",
            description = "Frames that are encoded before gray ones, as a window's are; default: ${DEFAULT-VALUE}.")
    int given;

    @Override
    public Integer call() {
        if (windows.frames % FRAMES_PER_LATENT != 1) {
            throw new IllegalArgumentException("Frames are 1, 5, 9 and so on, not " + windows.frames);
        }
        windows.videos.forEach(VaeBench::requireWholeLatents);
        RandomWeights weights = new RandomWeights(new VaeSizes(width).tensors());
        try (Machine machine = Machine.open(windows.device)) {
            Vae vae = weights.build(machine, Loading.of(precision), w -> new Vae(w, LatentScale.WAN21, Tiling.NONE));
            Report.line(
                    "vae: %s, %s, width %d: %.1f million weights", machine, precision, width, weights.count() / 1e6);
            windows.videos.forEach(video -> measure(machine, vae, video));
        }
        return 0;
    }

    private static void requireWholeLatents(Size video) {
        if (video.height() % PIXELS_PER_LATENT != 0 || video.width() % PIXELS_PER_LATENT != 0) {
            throw new IllegalArgumentException("Sides are divisible by 8, not " + video);
        }
    }

    private void measure(Machine machine, Vae vae, Size video) {
        reading(() -> {
            NDArray pixels = machine.pixels(given, windows.frames, video);
            measure(machine, "encode", video, () -> vae.encode(pixels, Vae.Slices.ignored()));
            Shape shape = vae.latentShape(windows.frames, video.height(), video.width());
            NDArray latent = machine.noise(shape.getShape());
            measure(machine, "decode", video, () -> vae.decode(latent, Vae.Slices.ignored()));
            return null;
        });
    }

    private void measure(Machine machine, String what, Size video, Supplier<NDArray> work) {
        try (PeakMemory memory = PeakMemory.watch(windows.device)) {
            Timing timing = machine.time(windows.rounds, work);
            Report.line("vae: %s %s, %d frames: %s, %s", what, video, windows.frames, timing, memory.peak());
        }
    }
}
