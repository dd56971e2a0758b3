package dev.parley.multitalk;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.lora.PatchedWeights;
import dev.parley.multitalk.internal.model.NetworkFiles;
import dev.parley.multitalk.internal.parameter.Parameters;
import dev.parley.multitalk.internal.pipeline.Companion;
import dev.parley.multitalk.internal.pipeline.Models;
import dev.parley.multitalk.internal.pipeline.RenderInputs;
import dev.parley.multitalk.internal.pipeline.SamplingSettings;
import dev.parley.multitalk.internal.pipeline.WindowRenderer;
import dev.parley.multitalk.internal.sample.Schedule;
import dev.parley.multitalk.internal.sample.SeededNoise;
import dev.parley.multitalk.internal.selftest.ArithmeticSelfTest;
import dev.parley.multitalk.internal.selftest.SelfTestRun;
import dev.parley.multitalk.internal.torch.TensorScope;
import dev.parley.multitalk.internal.torch.Torch;
import dev.parley.multitalk.internal.wav2vec2.SpeechEncoder;
import dev.parley.plan.FrameRate;
import dev.parley.plan.ModelProfile;
import dev.parley.plan.Size;
import dev.parley.plan.SpeakerMasks;
import dev.parley.plan.Window;
import dev.parley.plan.WindowPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * Renders one video at a time. Windows are delivered on the calling thread.
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

    /** Opens a model on a device, with all weights on the device. */
    public static MultiTalk open(Path directory, String device, Precision precision) throws IOException {
        return open(directory, ModelOptions.CPU.withDevice(device).withPrecision(precision));
    }

    /**
     * Opens a model.
     *
     * @param directory contains {@code Wan2.1-I2V-14B-480P} and {@code chinese-wav2vec2-base}
     * @throws IOException if a file is missing or cannot be read
     * @throws CheckpointException if a file's tensors do not match its network
     * @throws WrongArithmeticException if the device computes wrong results
     */
    public static MultiTalk open(Path directory, ModelOptions options) throws IOException {
        return open(directory, ModelFiles.in(directory), options);
    }

    /** As {@link #open(Path, ModelOptions)}, for files in other folders; {@code directory} has the settings. */
    public static MultiTalk open(Path directory, ModelFiles files, ModelOptions options) throws IOException {
        return open(Torch.open(options.device()), directory, files, options);
    }

    /** @param torch the model takes ownership */
    static MultiTalk open(Torch torch, Path directory, ModelFiles files, ModelOptions options) throws IOException {
        try {
            ModelProfile profile = ModelProfile.read(directory);
            NetworkFiles networks = new NetworkFiles(files, options);
            return open(torch, profile, networks, options);
        } catch (IOException | RuntimeException e) {
            torch.close();
            throw e;
        }
    }

    private static MultiTalk open(Torch torch, ModelProfile profile, NetworkFiles networks, ModelOptions options)
            throws IOException {
        try (SelfTestRun selfTest = SelfTestRun.start(torch, options.precision().types(), networks.convolutions())) {
            SpeechEncoder speechEncoder = networks.speechEncoder(torch);
            Models models = networks.models(torch, () -> selfTest.report().requireRight());
            return new MultiTalk(torch, profile, models, speechEncoder);
        }
    }

    /**
     * Tests whether a device computes correctly: convolutions, products, attention and softmax with known results, in each
     * type of {@code options.precision()}. Opens no model.
     *
     * @throws OutOfDeviceMemory if the device is too small for it
     * @throws IllegalStateException if the device cannot be used at all
     */
    public static ArithmeticReport testArithmetic(ModelOptions options) {
        return ArithmeticSelfTest.run(options.device(), options.precision().types(), Set.of());
    }

    /**
     * As {@link #testArithmetic(ModelOptions)}, and with the convolutions of a model, whose headers it reads.
     *
     * @throws IOException if a file is missing or cannot be read
     * @throws CheckpointException if a file is not a checkpoint
     */
    public static ArithmeticReport testArithmetic(ModelFiles files, ModelOptions options) throws IOException {
        return ArithmeticSelfTest.run(
                options.device(), options.precision().types(), new NetworkFiles(files, options).convolutions());
    }

    /**
     * Applies LoRAs to the model: all of them or, if one does not fit, none. Closing the result removes them and restores the
     * model bit-exactly. Do neither while a {@link Rendering} is open.
     *
     * @throws IOException if a file cannot be read
     * @throws CheckpointException listing everything that does not fit the model
     * @throws IllegalStateException if the model already has LoRAs
     */
    public AppliedLoras apply(List<Lora> loras) throws IOException {
        Map<Torch, Parameters> copies = new LinkedHashMap<>();
        copies.put(torch, models.dit().parameters());
        models.companions()
                .forEach(companion ->
                        copies.put(companion.torch(), companion.dit().parameters()));
        return PatchedWeights.apply(loras, copies);
    }

    /** Whether FP8 weights are widened for multiplication because the device has no FP8 products. */
    public boolean widensFp8() {
        return models.dit().parameters().widensFp8();
    }

    /** What the transformer's self attention multiplies in: what was asked for, where the device and the model allow it. */
    public AttentionPrecision attentionPrecision() {
        return models.dit().attentionPrecision();
    }

    /** The model's own settings, which a request may change. */
    public Settings settings(Mode mode) {
        return Settings.of(profile, mode);
    }

    /** Renders a video window by window. Each is passed to {@code sink} as soon as it is done. */
    public void render(VideoRequest request, Consumer<RenderedWindow> sink) {
        render(request, RenderListener.ignored(), sink);
    }

    /** As {@link #render(VideoRequest, Consumer)}, with a listener that is called before each forward pass and may end the render. */
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
     * Prepares a video whose windows are then rendered one by one, starting with any. The caller closes the result.
     *
     * @throws IllegalArgumentException if a voice is shorter than a frame, or a speaker or the background covers no
     *     cell of the model's grid
     */
    public Rendering prepare(VideoRequest request) {
        Settings settings = request.settings();
        Size video = settings.sizes().choose(request.picture().size());
        Optional<SpeakerMasks> apart = request.masks(video);
        apart.ifPresent(masks -> models.requireVisible(masks, video)); // before anything is computed
        WindowPlan plan = plan(request);
        SamplingSettings sampling = new SamplingSettings(
                Schedule.of(settings.steps(), settings.shift()),
                settings.guidance(),
                settings.colorStrength(),
                settings.teaCache());
        return TensorScope.reading(() -> new WindowRenderer(
                models,
                new RenderInputs(
                        request.picture(),
                        video,
                        apart.orElseGet(
                                () -> SpeakerMasks.single(request.picture().size())),
                        request.prompt(),
                        request.negativePrompt(),
                        voices(request, apart.isPresent(), plan),
                        plan,
                        sampling,
                        new SeededNoise(torch, settings.seed()))));
    }

    /** How a request's video is divided into windows. In streaming mode it is as long as the longest voice. Computes nothing else. */
    public static WindowPlan plan(VideoRequest request) {
        Settings settings = request.settings();
        int frames = request.voices().stream().mapToInt(Speech::frames).max().orElseThrow();
        int most = settings.mode() == Mode.CLIP ? settings.windowFrames() : Integer.MAX_VALUE;
        int length = Math.min(frames, most);
        return WindowPlan.of(length, settings.windowFrames(), settings.motionFrames(), settings.trimLastWindow());
    }

    /**
     * Encoded voices up to the end of the last window; shorter voices are followed by silence.
     *
     * @param apart whether people are told apart: then somebody beside a single speaker hears silence
     */
    private List<NDArray> voices(VideoRequest request, boolean apart, WindowPlan plan) {
        int longest = request.voices().stream().mapToInt(Speech::length).max().orElseThrow();
        int samples = Math.max(longest, plan.coveredFrames() * FrameRate.SAMPLES_PER_FRAME);
        List<NDArray> voices = new ArrayList<>();
        for (Speech voice : request.voices()) {
            voices.add(speechEncoder.forward(voice, samples));
        }
        if (apart && voices.size() == 1) {
            voices.add(speechEncoder.forward(Speech.ofPrepared(new float[samples]), samples));
        }
        return voices;
    }

    /** Number of live tensors: weights, and anything that has not been freed. Prompts are kept and not counted. */
    int liveTensors() {
        int elsewhere = models.companions().stream()
                .mapToInt(companion ->
                        companion.torch().manager().getManagedArrays().size())
                .sum();
        return torch.manager().getManagedArrays().size()
                + elsewhere
                - models.texts().size();
    }

    @Override
    public void close() {
        models.tokenizer().close();
        models.companions().forEach(Companion::close);
        torch.close();
    }
}
