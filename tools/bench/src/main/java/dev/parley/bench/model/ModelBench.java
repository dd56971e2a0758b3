package dev.parley.bench.model;

import static dev.parley.multitalk.internal.torch.TensorScope.reading;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.Mode;
import dev.parley.multitalk.ModelFiles;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.MultiTalk;
import dev.parley.multitalk.RenderListener;
import dev.parley.multitalk.Rendering;
import dev.parley.multitalk.Settings;
import dev.parley.multitalk.Speech;
import dev.parley.multitalk.VideoRequest;
import dev.parley.multitalk.internal.model.NetworkFiles;
import dev.parley.multitalk.internal.wav2vec2.SpeechEncoder;
import dev.parley.plan.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A model as it ships: what each network costs, and a whole window. */
@Command(name = "model", description = "Seconds of each network of a model, and of a whole window, on this machine.")
public final class ModelBench implements Callable<Integer> {
    private static final String PROMPT = "a woman with red hair talks, a man in a green shirt listens";
    private static final long SEED = 1;

    /** Kernels that a profile lists. */
    private static final int MOST_LISTED = 8;

    @Option(names = "--model", defaultValue = "models/multitalk-tiny", description = "Default: ${DEFAULT-VALUE}.")
    Path directory;

    @Option(
            names = "--size",
            split = ",",
            defaultValue = "192x192,160x288",
            converter = SizeConverter.class,
            description = "What one person, and what two people are shown at; default: ${DEFAULT-VALUE}.")
    List<Size> videos;

    @Option(names = "--rounds", defaultValue = "5", description = "Timed runs of a network; default: ${DEFAULT-VALUE}.")
    int rounds;

    @Option(names = "--only", defaultValue = "", description = "Of the networks those that are called so: DiT, VAE.")
    String only;

    @Option(names = "--windows", defaultValue = "1", description = "Timed windows; default: ${DEFAULT-VALUE}.")
    int windows;

    @Option(names = "--profile", description = "List the kernels that take longest.")
    boolean profile;

    @Override
    public Integer call() throws IOException {
        Settings settings;
        try (MultiTalk model = MultiTalk.open(directory)) {
            settings = model.settings(Mode.CLIP);
        }
        try (PeakMemory memory = PeakMemory.watch("cpu")) {
            try (Machine machine = Machine.open("cpu")) {
                Report.line("model: %s, %s, F32", directory.getFileName(), machine);
                networks(machine, settings.windowFrames());
            }
            Report.line("model: all networks, one after the other: %s", memory.peak());
        }
        for (int people = 1; people <= videos.size() && windows > 0; people++) {
            window(videos.get(people - 1), people, settings);
        }
        return 0;
    }

    private void networks(Machine machine, int frames) throws IOException {
        NetworkFiles files = new NetworkFiles(ModelFiles.in(directory), ModelOptions.CPU);
        Networks networks = new Networks(machine, files.models(machine.torch()), frames);
        SpeechEncoder speech = files.speechEncoder(machine.torch());
        Speech voice = RandomInputs.voice(frames, SEED);
        time(machine, "wav2vec2, %d frames".formatted(frames), () -> speech.forward(voice, voice.length()));
        Shape heard = reading(() -> speech.forward(voice, voice.length()).getShape()); // (frames, layers, channels)
        time(machine, "text encoder", () -> networks.text(PROMPT));
        for (int people = 1; people <= videos.size(); people++) {
            Size video = videos.get(people - 1);
            String of = " %s, %d %s".formatted(video, people, people == 1 ? "person" : "people");
            int speaking = people;
            reading(() -> {
                time(machine, "CLIP" + of, networks.seeing(video));
                time(machine, "VAE encode" + of, networks.encoding(video));
                time(machine, "VAE decode" + of, networks.decoding(video));
                time(machine, "DiT forward pass" + of, networks.denoising(video, speaking, PROMPT, heard));
                return null;
            });
        }
    }

    private void time(Machine machine, String what, Supplier<NDArray> work) {
        if (!what.contains(only)) {
            return;
        }
        Report.line("model: %s: %s", what, machine.time(rounds, work));
        if (!profile) {
            return;
        }
        Map<String, Double> seconds = machine.clock().profile((kernel, key) -> kernel, () -> reading(work::get));
        seconds.entrySet().stream()
                .sorted(Collections.reverseOrder(Map.Entry.comparingByValue(Comparator.naturalOrder())))
                .limit(MOST_LISTED)
                .forEach(entry -> Report.line("model:   %-20s %8.4f s", entry.getKey(), entry.getValue()));
    }

    /** What a worker does for a window; what comes before the first window is timed apart. */
    private void window(Size video, int people, Settings settings) throws IOException {
        List<Speech> voices = people == 1
                ? List.of(RandomInputs.voice(settings.windowFrames(), SEED))
                : List.of(
                        RandomInputs.voice(settings.windowFrames(), SEED),
                        RandomInputs.voice(settings.windowFrames(), SEED + 1));
        VideoRequest request =
                new VideoRequest(RandomInputs.picture(video, SEED), PROMPT, "", voices, List.of(), settings);
        try (PeakMemory memory = PeakMemory.watch("cpu");
                MultiTalk model = MultiTalk.open(directory)) {
            long begin = System.nanoTime();
            try (Rendering rendering = model.prepare(request)) {
                double before = (System.nanoTime() - begin) / 1e9;
                Timing timing = Timing.of(windows, () -> rendering.window(0, null, RenderListener.ignored()));
                Report.line(
                        "model: window of %d frames %s, %d people, %d steps of %d passes: %s, before the first %.3f s, %s",
                        settings.windowFrames(),
                        video,
                        people,
                        settings.steps(),
                        settings.guidance().passesPerStep(),
                        timing,
                        before,
                        memory.peak());
            }
        }
    }
}
