package dev.parley.bench.model;

import static dev.parley.multitalk.internal.torch.TensorScope.reading;

import ai.djl.ndarray.NDArray;
import dev.parley.bench.layout.DitSizes;
import dev.parley.multitalk.AttentionPrecision;
import dev.parley.multitalk.Quantization;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.checkpoint.EightBitLayers;
import dev.parley.multitalk.internal.checkpoint.Loading;
import dev.parley.multitalk.internal.dit.Conditioning;
import dev.parley.multitalk.internal.dit.Dit;
import dev.parley.multitalk.internal.dit.Time;
import dev.parley.plan.Size;
import dev.parley.plan.SpeakerMasks;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A DiT of any size, of random weights: seconds for a forward pass, where they go, and what the device could do. */
@Command(name = "dit", description = "Seconds per forward pass of a DiT of any size, from random weights.")
public final class DitBench implements Callable<Integer> {
    private static final float TIMESTEP = 500;

    @Mixin
    WindowOptions windows;

    @Option(
            names = "--precision",
            defaultValue = "bf16",
            converter = FloatTypeConverter.class,
            description = "bf16 or f32; default: ${DEFAULT-VALUE}.")
    TorchType precision;

    @Option(
            names = "--people",
            split = ",",
            defaultValue = "1,2",
            description = "Who speaks: 1, 2 or both, one after the other; default: ${DEFAULT-VALUE}.")
    List<Integer> people;

    @Option(names = "--dim", defaultValue = "5120", description = "Width of the model; default: ${DEFAULT-VALUE}.")
    int dim;

    @Option(names = "--ffn", description = "Width of the feed forward; default: 2.7 times the model's.")
    Integer ffn;

    @Option(names = "--heads", description = "Default: one for each 128 of the width.")
    Integer heads;

    @Option(
            names = "--layers",
            defaultValue = "40",
            description = "Blocks; they are equal, so that a few tell of all; default: ${DEFAULT-VALUE}.")
    int layers;

    @Option(
            names = "--quantization",
            defaultValue = "none",
            converter = QuantizationConverter.class,
            description = "Of the blocks' linear layers: none, int8, int8-dynamic or fp8; default: ${DEFAULT-VALUE}.")
    Quantization quantization;

    @Option(
            names = "--attention",
            defaultValue = "model",
            converter = AttentionConverter.class,
            description = "What self attention multiplies in: model, int8 or fp8; default: ${DEFAULT-VALUE}.")
    AttentionPrecision attention;

    @Option(
            names = "--low-vram",
            paramLabel = "GB",
            description = "How much of the blocks stays on the device, in 10^9 bytes; default: all.")
    Double residentGigabytes;

    @Option(
            names = "--peak-side",
            description = "Side of the matrices the peak is taken from; default: 8192, on the CPU 2048.")
    Integer peakSide;

    @Override
    public Integer call() {
        DitSizes sizes = new DitSizes(
                dim,
                ffn == null ? DitSizes.hidden(dim) : ffn,
                heads == null ? DitSizes.heads(dim) : heads,
                layers,
                DitSizes.Inputs.PUBLISHED);
        List<DitScene> scenes = windows.videos.stream()
                .flatMap(video -> people.stream().map(count -> new DitScene(sizes, video, windows.frames, count)))
                .toList(); // a size that cannot be is refused before anything is computed
        Loading loading = Loading.of(precision).withEightBits(EightBitLayers.quantizing(quantization, layers));
        if (residentGigabytes != null) {
            loading = loading.withResidentBytes(Math.round(residentGigabytes * 1e9));
        }
        measure(sizes, scenes, loading);
        return 0;
    }

    private void measure(DitSizes sizes, List<DitScene> scenes, Loading loading) {
        try (Machine machine = Machine.open(windows.device)) {
            Report.line("dit: %s, %s", machine, precision);
            int side = peakSide == null ? windows.device.equals("cpu") ? 2048 : 8192 : peakSide;
            double peak = machine.matmulPeak(precision, side);
            Report.line("dit: matmul of %d^3: %.3g TFLOP/s", side, peak / 1e12);
            RandomWeights weights = new RandomWeights(sizes.tensors());
            Dit dit = weights.build(machine, loading, w -> new Dit(w, sizes.config(), attention));
            Report.line(
                    "dit: width %d, feed forward %d, %d heads, %d blocks: %.3f billion weights, %.2f GB, %s attention,"
                            + " %s",
                    sizes.width(),
                    sizes.hidden(),
                    sizes.heads(),
                    sizes.layers(),
                    weights.count() / 1e9,
                    weights.bytes(loading) / 1e9,
                    dit.attentionPrecision() == AttentionPrecision.MODEL
                            ? dit.attentionKernel()
                            : dit.attentionPrecision(),
                    dit.hasOwnKernels() ? "own kernels" : "PyTorch's kernels");
            scenes.forEach(scene -> measure(machine, dit, scene, peak));
        }
    }

    private void measure(Machine machine, Dit dit, DitScene scene, double peak) {
        reading(() -> {
            try (Conditioning given = conditioning(machine, dit, scene)) {
                measure(machine, dit, scene, given, peak);
            }
            return null;
        });
    }

    private void measure(Machine machine, Dit dit, DitScene scene, Conditioning given, double peak) {
        Time time = dit.time(TIMESTEP);
        NDArray latent = latent(machine, scene, DitSizes.LATENT_CHANNELS);
        try (PeakMemory memory = PeakMemory.watch(windows.device)) {
            Timing timing = machine.time(windows.rounds, () -> dit.forward(latent, time, given));
            double speed = scene.flop() / timing.best();
            Report.line(
                    "dit: %s: %s per forward pass, %.3g TFLOP, %.3g TFLOP/s, %.0f %% of the matmul's, %s",
                    scene, timing, scene.flop() / 1e12, speed / 1e12, 100 * speed / peak, memory.peak());
        }
        Map<String, Double> parts = machine.clock()
                .profile(
                        (kernel, key) -> DitPart.of(kernel, key).name(),
                        () -> reading(() -> dit.forward(latent, time, given)));
        parts(scene, parts, peak);
    }

    /** All that steers the pass, as random as the weights. */
    private static Conditioning conditioning(Machine machine, Dit dit, DitScene scene) {
        NDArray heard = machine.noise(
                scene.people(),
                scene.pixelFrames(),
                DitSizes.AUDIO_WINDOW,
                DitSizes.AUDIO_LAYERS,
                DitSizes.Inputs.PUBLISHED.audio());
        return dit.conditioning(
                latent(machine, scene, DitSizes.MASK_CHANNELS + DitSizes.LATENT_CHANNELS),
                dit.image(machine.noise(1, DitSizes.IMAGE_TOKENS, DitSizes.Inputs.PUBLISHED.image())),
                dit.text(machine.noise(DitSizes.TEXT_TOKENS, DitSizes.Inputs.PUBLISHED.text())),
                dit.audio(heard),
                SpeakerMasks.halves(scene.latent()));
    }

    private static NDArray latent(Machine machine, DitScene scene, int channels) {
        Size size = scene.latent();
        return machine.noise(channels, scene.latentFrames(), size.height(), size.width());
    }

    private static void parts(DitScene scene, Map<String, Double> seconds, double peak) {
        double all = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
        Report.line("dit:   one pass, waited for after every kernel: %.3f s", all);
        for (DitPart part : DitPart.values()) {
            double of = seconds.getOrDefault(part.name(), 0.0);
            double flop = scene.flop(part);
            String speed = flop == 0 || of == 0
                    ? ""
                    : Report.text(", %.3g TFLOP/s, %.0f %% of the matmul's", flop / of / 1e12, 100 * flop / of / peak);
            Report.line("dit:   %-36s %9.4f s %5.1f %%%s", part, of, 100 * of / all, speed);
        }
        double between = seconds.get(KernelClock.BETWEEN);
        Report.line("dit:   %-36s %9.4f s %5.1f %%", KernelClock.BETWEEN, between, 100 * between / all);
    }
}
