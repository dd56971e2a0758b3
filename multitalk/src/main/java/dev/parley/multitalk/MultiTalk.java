package dev.parley.multitalk;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.audio.Speech;
import dev.parley.multitalk.lora.AppliedLoras;
import dev.parley.multitalk.lora.Lora;
import dev.parley.multitalk.pipeline.Models;
import dev.parley.multitalk.pipeline.MotionFrames;
import dev.parley.multitalk.pipeline.RenderInputs;
import dev.parley.multitalk.pipeline.RenderListener;
import dev.parley.multitalk.pipeline.RenderedWindow;
import dev.parley.multitalk.pipeline.Rendering;
import dev.parley.multitalk.pipeline.SamplingSettings;
import dev.parley.multitalk.sample.Schedule;
import dev.parley.multitalk.sample.SeededNoise;
import dev.parley.multitalk.selftest.ArithmeticSelfTest;
import dev.parley.multitalk.torch.TensorScope;
import dev.parley.multitalk.torch.Torch;
import dev.parley.multitalk.wav2vec2.SpeechEncoder;
import dev.parley.plan.FrameRate;
import dev.parley.plan.ModelProfile;
import dev.parley.plan.Size;
import dev.parley.plan.SpeakerMasks;
import dev.parley.plan.Window;
import dev.parley.plan.WindowPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A MultiTalk model, open and ready to render.
 *
 * <pre>{@code
 * try (MultiTalk model = MultiTalk.open(Path.of("models/multitalk-tiny"))) {
 *     Speech voice = Speech.prepare(channels, rate);
 *     var request = VideoRequest.of(picture, "a woman talks", voice, model.settings(Mode.STREAMING));
 *     model.render(request, window -> show(window.size(), window.rgb()));
 * }
 * }</pre>
 *
 * One render at a time; its windows come on the thread that renders.
 */
public final class MultiTalk implements AutoCloseable {
    private final Torch torch;
    private final ModelProfile profile;
    private final Models models;
    private final SpeechEncoder speechEncoder;

    private MultiTalk(Torch torch, ModelProfile profile, Models models, SpeechEncoder speechEncoder) {
        this.torch = torch;
        this.profile = profile;
        this.models = models;
        this.speechEncoder = speechEncoder;
    }

    /** Opens a model on the CPU, in float32. */
    public static MultiTalk open(Path directory) throws IOException {
        return open(directory, ModelOptions.CPU);
    }

    /** Opens a model on a device, all of it, in one precision. */
    public static MultiTalk open(Path directory, String device, Precision precision) throws IOException {
        return open(directory, ModelOptions.CPU.withDevice(device).withPrecision(precision));
    }

    /**
     * Opens a model.
     *
     * @param directory that holds {@code Wan2.1-I2V-14B-480P} and {@code chinese-wav2vec2-base}
     * @throws IOException if a file is not there or cannot be read
     * @throws dev.parley.multitalk.checkpoint.CheckpointException if a file's tensors are not those of its network
     * @throws dev.parley.multitalk.selftest.WrongArithmeticException if the device computes wrong numbers
     */
    public static MultiTalk open(Path directory, ModelOptions options) throws IOException {
        return open(directory, ModelFiles.in(directory), options);
    }

    /** As {@link #open(Path, ModelOptions)}, for files that lie elsewhere; {@code directory} holds the settings. */
    public static MultiTalk open(Path directory, ModelFiles files, ModelOptions options) throws IOException {
        return open(Torch.open(options.device()), directory, files, options);
    }

    /** @param torch belongs to the model from here on */
    static MultiTalk open(Torch torch, Path directory, ModelFiles files, ModelOptions options) throws IOException {
        try {
            ModelProfile profile = ModelProfile.read(directory);
            ArithmeticSelfTest.run(torch, options.precision().types(), files.convolutions(options))
                    .requireRight();
            return new MultiTalk(torch, profile, files.models(torch, options), files.speechEncoder(torch));
        } catch (IOException | RuntimeException e) {
            torch.close();
            throw e;
        }
    }

    /**
     * Puts LoRAs on the model: all of them or, where one does not fit, none. Closing the answer takes them off again and
     * leaves the model as it was, to the bit. Neither may be done while a {@link Rendering} is open.
     *
     * @throws IOException if a file cannot be read
     * @throws dev.parley.multitalk.checkpoint.CheckpointException listing all that the model cannot take
     * @throws IllegalStateException when there are LoRAs on it already
     */
    public AppliedLoras apply(List<Lora> loras) throws IOException {
        return AppliedLoras.apply(loras, torch, models.dit().parameters());
    }

    /** Whether its FP8 weights become wider floats when they are multiplied, as the device does not multiply theirs. */
    public boolean widensFp8() {
        return models.dit().parameters().widensFp8();
    }

    /** What the model was made for; a request may change it. */
    public Settings settings(Mode mode) {
        return Settings.of(profile, mode);
    }

    /** Renders a video, window after window; each goes to {@code sink} as soon as it is done. */
    public void render(VideoRequest request, Consumer<RenderedWindow> sink) {
        render(request, RenderListener.ignored(), sink);
    }

    /** As {@link #render(VideoRequest, Consumer)}, with somebody who hears of each forward pass and may end the render. */
    public void render(VideoRequest request, RenderListener listener, Consumer<RenderedWindow> sink) {
        try (Rendering rendering = prepare(request)) {
            MotionFrames motion = null;
            for (Window window : rendering.plan().windows()) {
                RenderedWindow rendered = rendering.window(window.index(), motion, listener);
                sink.accept(rendered);
                motion = rendered.next();
            }
        }
    }

    /**
     * What a render has in common with all its windows, so that they can be asked for one by one, from any on. The caller
     * closes it.
     *
     * @throws IllegalArgumentException if a voice is shorter than a frame, or a speaker or the background is nowhere on
     *     the model's grid
     */
    public Rendering prepare(VideoRequest request) {
        Settings settings = request.settings();
        Size video = settings.sizes().choose(request.picture().size());
        SpeakerMasks masks =
                SpeakerMasks.of(request.picture().size(), request.voices().size(), request.boxes());
        if (request.voices().size() == 2) {
            models.requireVisible(masks, video); // before anything is computed
        }
        WindowPlan plan = plan(request);
        SamplingSettings sampling = new SamplingSettings(
                Schedule.of(settings.steps(), settings.shift()),
                settings.guidance(),
                settings.colorStrength(),
                settings.teaCache());
        return TensorScope.reading(() -> new Rendering(
                models,
                new RenderInputs(
                        request.picture(),
                        video,
                        masks,
                        request.prompt(),
                        request.negativePrompt(),
                        voices(request, plan),
                        plan,
                        sampling,
                        new SeededNoise(torch, settings.seed()))));
    }

    /** How a request's video is cut into windows: as long as the longest voice, in streaming mode. Costs nothing. */
    public static WindowPlan plan(VideoRequest request) {
        Settings settings = request.settings();
        int frames = request.voices().stream().mapToInt(Speech::frames).max().orElseThrow();
        int most = settings.mode() == Mode.CLIP ? settings.windowFrames() : Integer.MAX_VALUE;
        int length = Math.min(frames, most);
        return settings.trimLastWindow()
                ? WindowPlan.trimmed(length, settings.windowFrames(), settings.motionFrames())
                : WindowPlan.exact(length, settings.windowFrames(), settings.motionFrames());
    }

    /** What is heard, to the end of the last window: a voice that ends before it is followed by silence. */
    private List<NDArray> voices(VideoRequest request, WindowPlan plan) {
        int longest = request.voices().stream().mapToInt(Speech::length).max().orElseThrow();
        int samples = Math.max(longest, plan.coveredFrames() * FrameRate.SAMPLES_PER_FRAME);
        List<NDArray> voices = new ArrayList<>();
        for (Speech voice : request.voices()) {
            voices.add(speechEncoder.forward(voice, samples));
        }
        return voices;
    }

    /** How many tensors there are: weights and whatever has not been freed. */
    int liveTensors() {
        return torch.manager().getManagedArrays().size();
    }

    @Override
    public void close() {
        models.tokenizer().close();
        torch.close();
    }
}
