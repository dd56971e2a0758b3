package dev.parley.bench.model;

import dev.parley.multitalk.AppliedLoras;
import dev.parley.multitalk.Lora;
import dev.parley.multitalk.Mode;
import dev.parley.multitalk.ModelFiles;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.MultiTalk;
import dev.parley.multitalk.OffloadPolicy;
import dev.parley.multitalk.Quantization;
import dev.parley.multitalk.RenderListener;
import dev.parley.multitalk.Rendering;
import dev.parley.multitalk.Settings;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.VideoRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a worker's jobs wait for: opening a model's files on a device, the first window, a change of LoRAs. */
@Command(
        name = "open",
        description =
                "Seconds to open a model on a device, to its first window and to apply LoRAs, and the memory meanwhile.")
public final class OpenBench implements Callable<Integer> {
    private static final long SEED = 1;

    @Mixin
    OnDevice given;

    @Option(
            names = "--vae",
            defaultValue = "f32",
            converter = FloatTypeConverter.class,
            description = "Precision of the VAE: bf16 or f32; default: ${DEFAULT-VALUE}.")
    TorchType vae;

    @Option(names = "--quantization", defaultValue = "NONE", description = "${COMPLETION-CANDIDATES}.")
    Quantization quantization;

    @Option(
            names = "--low-vram",
            paramLabel = "GB",
            description =
                    "How much of the blocks stays on the device, in 10^9 bytes, where the encoders leave as well.")
    Double residentGigabytes;

    @Option(names = "--steps", defaultValue = "2", description = "Of the sampler; default: ${DEFAULT-VALUE}.")
    int steps;

    @Option(names = "--rounds", defaultValue = "2", description = "How often it is opened; default: ${DEFAULT-VALUE}.")
    int rounds;

    @Override
    public Integer call() throws IOException {
        ModelOptions options =
                given.options().withPrecision(given.numbers().withVae(vae)).withQuantization(quantization);
        if (residentGigabytes != null) {
            options = options.withOffload(OffloadPolicy.within(Math.round(residentGigabytes * 1e9)));
        }
        ModelFiles files = ModelFiles.in(given.directory);
        double gigabytes = fileBytes() / 1e9;
        Report.line(
                "open: %s on %s, %s, quantization %s: %.2f GB of files, %.2f GB of weights on the device",
                given.directory.getFileName(),
                given.device,
                given.precision,
                quantization,
                gigabytes,
                files.sizes(options).onDevice(options.offload(), 0) / 1e9);
        for (int round = 0; round < rounds; round++) {
            round(files, options, gigabytes);
        }
        return 0;
    }

    private void round(ModelFiles files, ModelOptions options, double gigabytes) throws IOException {
        try (HostMemory host = HostMemory.watch();
                PeakMemory memory = PeakMemory.watch(given.device)) {
            double begin = seconds();
            try (MultiTalk model = MultiTalk.open(given.directory, options)) {
                double opened = seconds() - begin;
                Report.line(
                        "open: %.2f s, %.2f GB/s of the files, %s, %s",
                        opened, gigabytes / opened, host.peak(), memory.peak());
                Settings settings = model.settings(Mode.CLIP).withSteps(steps);
                VideoRequest request = VideoRequest.of(
                        RandomInputs.picture(given.video, SEED),
                        BenchInputs.PROMPT,
                        RandomInputs.voice(settings.windowFrames(), SEED),
                        settings);
                double window = files.windowMemory(options).bytes(request) / 1e9;
                CRC32 frames = new CRC32();
                double first = window(model, request, frames);
                String seen = Long.toHexString(frames.getValue());
                Report.line(
                        "open: first window after %.2f s, then %.2f s; estimate %.2f GB beside the weights, %s, %s, frames %s",
                        first, window(model, request, frames), window, host.peak(), memory.peak(), seen);
                for (Path lora : loras()) {
                    apply(lora, model, request);
                }
            }
        }
    }

    /** What a worker does whose next job asks for other LoRAs. */
    private static void apply(Path lora, MultiTalk model, VideoRequest request) throws IOException {
        double begin = seconds();
        try (AppliedLoras applied = model.apply(List.of(new Lora(lora, 1)))) {
            double seconds = seconds() - begin;
            Report.line(
                    "open: %s applied in %.2f s, %d keys ignored, window with it %.2f s",
                    lora.getFileName(), seconds, applied.ignored().size(), window(model, request, new CRC32()));
        }
    }

    private List<Path> loras() throws IOException {
        Path folder = given.directory.resolve("loras");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
        }
    }

    /** @return seconds from a request to its window, as another job would wait */
    private static double window(MultiTalk model, VideoRequest request, CRC32 frames) {
        double begin = seconds();
        try (Rendering rendering = model.prepare(request)) {
            frames.update(rendering.window(0, null, RenderListener.ignored()).rgb());
            return seconds() - begin;
        }
    }

    private long fileBytes() throws IOException {
        try (var all = Files.walk(given.directory)) {
            List<Path> files = all.filter(Predicate.not(Files::isDirectory)).toList();
            long bytes = 0;
            for (Path file : files) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }

    private static double seconds() {
        return System.nanoTime() / 1e9;
    }
}
