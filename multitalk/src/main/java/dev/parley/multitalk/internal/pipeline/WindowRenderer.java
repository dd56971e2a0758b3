package dev.parley.multitalk.internal.pipeline;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;
import static dev.parley.multitalk.internal.torch.TensorScope.scopedAll;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.MotionFrames;
import dev.parley.multitalk.RenderListener;
import dev.parley.multitalk.RenderListener.Coding;
import dev.parley.multitalk.RenderedWindow;
import dev.parley.multitalk.Rendering;
import dev.parley.multitalk.SkipPlan;
import dev.parley.multitalk.UnfinishedWindow;
import dev.parley.multitalk.WindowLeftException;
import dev.parley.multitalk.internal.audio.AudioWindows;
import dev.parley.multitalk.internal.dit.AudioTokens;
import dev.parley.multitalk.internal.dit.Conditioning;
import dev.parley.multitalk.internal.image.ColorMatch;
import dev.parley.multitalk.internal.image.Pixels;
import dev.parley.multitalk.internal.sample.Guidance;
import dev.parley.multitalk.internal.sample.MotionLatents;
import dev.parley.multitalk.internal.sample.NoiseSource;
import dev.parley.multitalk.internal.sample.Sampler;
import dev.parley.multitalk.internal.sample.Schedule;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.TensorScope;
import dev.parley.multitalk.internal.vae.Vae;
import dev.parley.plan.Defaults;
import dev.parley.plan.Size;
import dev.parley.plan.SpeakerMasks;
import dev.parley.plan.Window;
import dev.parley.plan.WindowPlan;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Renders windows with a model's networks, after {@code MultiTalkPipeline.generate} in the reference's
 * {@code wan/multitalk.py}.
 */
public final class WindowRenderer implements Rendering {
    private static final String LATENT = "latent";

    private final Models models;
    private final RenderInputs inputs;
    private final Pixels pixels;
    private final Sampler sampler;
    private final ColorMatch colors;
    private final CoreKernels core;
    private final Shape latentShape; // (16, T, h, w), of a full window
    private final SpeakerMasks masks; // of the latent's size
    private final NDArray picture; // (3, H, W)
    private final NDArray prompt; // (1, M, C)
    private final NullConditioning nulls;
    private final SkipPlan skips;

    /**
     * Checks the inputs, then computes what all windows share. Takes ownership of the voices.
     *
     * @throws IllegalArgumentException if one of several speakers, or the background, covers no cell of the model's grid
     */
    public WindowRenderer(Models models, RenderInputs inputs) {
        this.models = models;
        this.inputs = inputs;
        WindowPlan plan = inputs.plan();
        Size video = inputs.video();
        latentShape = models.vae().latentShape(plan.windowFrames(), video.height(), video.width());
        if (inputs.voices().size() > 1) {
            models.requireVisible(inputs.masks(), video);
        }
        masks = inputs.masks().onLatent(video, models.latent(video));
        pixels = new Pixels(models.torch());
        sampler = new Sampler(models.torch(), inputs.sampling().schedule());
        colors = new ColorMatch(models.torch(), inputs.sampling().colorStrength());
        core = models.torch().kernels(CoreKernels.class);
        skips = skips(inputs.sampling());
        List<NDArray> shared = scopedAll(() -> List.of(
                pixels.cover(inputs.picture(), video),
                text(inputs.prompt()),
                nullText(),
                nullAudio().tokens()));
        shared.forEach(TensorScope::keep);
        picture = shared.get(0);
        prompt = shared.get(1);
        nulls = new NullConditioning(shared.get(2), new AudioTokens(shared.get(3), 1));
        inputs.voices().forEach(TensorScope::keep);
    }

    @Override
    public WindowPlan plan() {
        return inputs.plan();
    }

    @Override
    public SkipPlan skips() {
        return skips;
    }

    private SkipPlan skips(SamplingSettings sampling) {
        Schedule schedule = sampling.schedule();
        if (sampling.teaCache() == null) {
            return SkipPlan.none(schedule.steps());
        }
        double[] changes = new double[schedule.steps()];
        for (int step = 1; step < changes.length; step++) {
            changes[step] = models.dit().change(schedule.timestep(step - 1), schedule.timestep(step));
        }
        return sampling.teaCache().plan(changes);
    }

    @Override
    public RenderedWindow window(int index, int take, MotionFrames before, RenderListener listener) {
        return window(plan().windows().get(index), take, null, before, listener);
    }

    @Override
    public RenderedWindow resume(UnfinishedWindow from, MotionFrames before, RenderListener listener) {
        return window(plan().windows().get(from.index()), from.take(), from, before, listener);
    }

    private RenderedWindow window(
            Window window, int take, UnfinishedWindow from, MotionFrames before, RenderListener listener) {
        return TensorScope.reading(() -> {
            NDArray given = given(window, before); // (3, m, H, W)
            NDArray video = frames(window, take, from, given, listener); // (3, F, H, W)
            NDArray fresh = window.motionFrames() == 0 ? video : Seam.close(video, given); // (3, F-m, H, W)
            NDArray added = fresh.get(new NDIndex(":, :{}", window.newFrames()));
            byte[] rgb = window.newFrames() == 0 ? new byte[0] : pixels.rgb(added);
            return new RenderedWindow(window, inputs.video(), rgb, motionFrames(window, video));
        });
    }

    private NDArray given(Window window, MotionFrames before) {
        if (window.index() == 0) {
            return picture();
        }
        if (before == null
                || before.frames() != window.motionFrames()
                || !before.size().equals(inputs.video())) {
            throw new IllegalArgumentException("Window %d begins with %d frames of %s, not with %s"
                    .formatted(
                            window.index(),
                            window.motionFrames(),
                            inputs.video(),
                            before == null ? "nothing" : before.frames() + " of " + before.size()));
        }
        Size size = before.size();
        Shape shape = new Shape(3, before.frames(), size.height(), size.width());
        return models.torch().manager().create(before.values(), shape); // (3, m, H, W)
    }

    /** What the first window starts with, (3, 1, H, W). */
    NDArray picture() {
        return picture.expandDims(1);
    }

    private MotionFrames motionFrames(Window window, NDArray video) {
        int frames = plan().motionFrames();
        NDArray end = video.get(new NDIndex(":, {}:", window.pixelFrames() - frames)); // (3, m, H, W)
        return new MotionFrames(inputs.video(), frames, end.toFloatArray());
    }

    /**
     * All frames of a window, those taken over included: noise, denoise, decode.
     *
     * @param take which noise
     * @param from where to go on; null for the beginning
     * @param given the picture, or the frames taken over: (3, m, H, W)
     * @return (3, F, H, W), float32 in [-1, 1]
     */
    NDArray frames(Window window, int take, UnfinishedWindow from, NDArray given, RenderListener listener) {
        return scoped(() -> {
            NDArray encoded = encode(window, given, listener); // (16, T, h, w)
            NDArray latent = denoise(window, take, from, given, encoded, listener); // (16, T, h, w)
            NDArray video = models.vae()
                    .decode(
                            latent,
                            (slice, slices) -> listener.slice(window, Coding.DECODE, slice, slices)); // (3, F, H, W)
            return colors.match(video, picture);
        });
    }

    /** The given frames, then frames of value 0: gray, which means "unknown" to the model. */
    private NDArray encode(Window window, NDArray given, RenderListener listener) { // given: (3, m, H, W)
        return scoped(() -> {
            Shape shape = given.getShape();
            Shape rest = new Shape(3, window.pixelFrames() - shape.get(1), shape.get(2), shape.get(3));
            NDArray gray = models.torch().manager().zeros(rest, DataType.FLOAT32);
            Vae.Slices slices = (slice, count) -> listener.slice(window, Coding.ENCODE, slice, count);
            return models.vae().encode(given.concat(gray, 1), slices); // (16, T, h, w)
        });
    }

    private NDArray denoise(
            Window window, int take, UnfinishedWindow from, NDArray given, NDArray encoded, RenderListener listener) {
        NoiseSource random = inputs.noise().take(take);
        return scoped(() -> {
            Conditioning cond = conditioning(window, given, encoded);
            MotionLatents motion = motion(window, random, encoded);
            int steps = inputs.sampling().schedule().steps();
            try (Guidance guidance = Guidance.begin(inputs.sampling().guidance(), models.torch());
                    GuidedDit dit = GuidedDit.of(
                            models.dit(),
                            models.companions(),
                            cond,
                            nulls.during(encoded.getShape().get(1)),
                            inputs.sampling().guidance(),
                            guidance,
                            skips,
                            (step, pass, passes) -> listener.forward(window, step, steps, pass, passes))) {
                Sampler.Border border = (next, latent) -> {
                    // A step that TeaCache skips adds what the blocks did before it: too much to keep.
                    if (skips.computes(next) && listener.leaves(window, next)) {
                        throw new WindowLeftException(left(window, take, next, latent, guidance));
                    }
                };
                if (from == null) {
                    NDArray noise = noise(window, random, encoded.getShape().get(1)); // (16, T, h, w)
                    return sampler.denoise(noise, dit, motion, border);
                }
                NDArray latent = recall(from, encoded.getShape(), guidance); // (16, T, h, w)
                return sampler.resume(latent, from.step(), dit, motion, border);
            }
        });
    }

    private static UnfinishedWindow left(Window window, int take, int next, NDArray latent, Guidance guidance) {
        Map<String, float[]> tensors = new TreeMap<>(Map.of(LATENT, latent.toFloatArray()));
        guidance.memory().forEach((name, tensor) -> tensors.put(name, tensor.toFloatArray()));
        return new UnfinishedWindow(
                window.index(), take, next, latent.getShape().getShape(), tensors);
    }

    /** The latent of a window that was left; what guidance remembered goes to {@code guidance}. */
    private NDArray recall(UnfinishedWindow from, Shape shape, Guidance guidance) {
        int steps = inputs.sampling().schedule().steps();
        if (from.step() < 1 || from.step() >= steps || !skips.computes(from.step())) {
            throw new IllegalArgumentException(
                    "A window of %d steps cannot be gone on with at step %d".formatted(steps, from.step()));
        }
        if (!new Shape(from.shape()).equals(shape) || !from.tensors().containsKey(LATENT)) {
            throw new IllegalArgumentException("Window %d has a latent of %s, found %s of %s"
                    .formatted(from.index(), shape, from.tensors().keySet(), new Shape(from.shape())));
        }
        Map<String, NDArray> memory = new TreeMap<>();
        from.tensors()
                .forEach((name, values) ->
                        memory.put(name, models.torch().manager().create(values, shape)));
        NDArray latent = memory.remove(LATENT);
        guidance.recall(memory);
        return latent;
    }

    /** A trimmed window starts from the noise of the full one, to resemble it as closely as possible. */
    private NDArray noise(Window window, NoiseSource random, long latentFrames) {
        NDArray full = random.latent(window.index(), latentShape); // (16, T of a full window, h, w)
        return full.get(new NDIndex(":, :{}", latentFrames)); // (16, T, h, w)
    }

    private MotionLatents motion(Window window, NoiseSource random, NDArray encoded) {
        if (window.motionFrames() == 0) {
            return MotionLatents.none();
        }
        int known = 1 + (window.motionFrames() - 1) / models.vae().framesPerLatent();
        NDArray latents = encoded.get(new NDIndex(":, :{}", known)); // (16, known, h, w)
        return MotionLatents.of(models.torch(), latents, random, window.index());
    }

    private Conditioning conditioning(Window window, NDArray given, NDArray encoded) {
        NDArray last = given.get(new NDIndex(":, {}", given.getShape().get(1) - 1)); // (3, H, W)
        NDArray seen = models.imageEncoder().forward(last.expandDims(0)); // (1, N, CLIP's width)
        NDArray y = mask(window, encoded.getShape()).concat(encoded, 0); // (20, T, h, w)
        return models.dit().conditioning(y, models.dit().image(seen), prompt, audio(window), masks);
    }

    private NDArray mask(Window window, Shape latent) {
        NDArray mask = models.torch().manager().create(plan().givenMask(window), new Shape(4, latent.get(1), 1, 1));
        return mask.broadcast(new Shape(4, latent.get(1), latent.get(2), latent.get(3)));
    }

    private AudioTokens audio(Window window) {
        NDList people = new NDList();
        for (int person = 0; person < inputs.voices().size(); person++) {
            NDArray voice = inputs.voices().get(person); // (frames, layers, channels)
            long[] frames =
                    plan().voiceFrames(window, person, (int) voice.getShape().get(0));
            people.add(AudioWindows.of(
                    core,
                    voice,
                    frames,
                    window.start(),
                    window.pixelFrames(),
                    models.dit().audioWindow()));
        }
        return models.dit().audio(NDArrays.stack(people, 0)); // (people, F, 5, layers, channels)
    }

    private NDArray text(String text) {
        return models.texts().read(text, models.dit().textLength(), models.dit()::text);
    }

    private NDArray nullText() {
        if (!inputs.sampling().guidance().guidesText()) {
            return text(inputs.prompt());
        }
        return text(inputs.negativePrompt().isEmpty() ? Defaults.NEGATIVE_PROMPT : inputs.negativePrompt());
    }

    private AudioTokens nullAudio() {
        Shape voice = inputs.voices().get(0).getShape();
        Shape windows = new Shape(1, plan().windowFrames(), models.dit().audioWindow(), voice.get(1), voice.get(2));
        return models.dit().audio(models.torch().manager().zeros(windows, DataType.FLOAT32));
    }

    @Override
    public void close() {
        picture.close();
        prompt.close();
        nulls.text().close();
        nulls.audio().tokens().close();
        inputs.voices().forEach(NDArray::close);
    }
}
