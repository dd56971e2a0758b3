package dev.parley.worker.multitalk;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.Device;
import dev.parley.contracts.Fault;
import dev.parley.contracts.Phase;
import dev.parley.contracts.WireName;
import dev.parley.media.Picture;
import dev.parley.multitalk.DeviceFailed;
import dev.parley.multitalk.MotionFrames;
import dev.parley.multitalk.OutOfDeviceMemory;
import dev.parley.multitalk.RenderListener;
import dev.parley.multitalk.RenderedWindow;
import dev.parley.multitalk.Rendering;
import dev.parley.multitalk.SkipPlan;
import dev.parley.multitalk.UnfinishedWindow;
import dev.parley.multitalk.WindowLeftException;
import dev.parley.plan.Size;
import dev.parley.plan.Window;
import dev.parley.worker.job.FaultException;
import dev.parley.worker.render.DeviceFailedException;
import dev.parley.worker.render.LeftWindow;
import dev.parley.worker.render.RenderSession;
import dev.parley.worker.render.Tensor;
import dev.parley.worker.render.WindowSink;
import dev.parley.worker.render.WindowState;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A job rendered by MultiTalk: a chunk is what a window adds. Motion frames are handed over as float32, so that an attempt
 * that resumes from them renders bit-identical frames.
 */
final class MultiTalkSession implements RenderSession {
    static final String MOTION_FRAMES = "motion_frames";

    private final Stage stage;
    private final Size size;
    private final int steps;
    private final DeviceWatch watch;
    private final Consumer<FitLevel> levels;

    /**
     * @param stage the session closes it
     * @param levels is told at which level a window was rendered
     */
    MultiTalkSession(Stage stage, Size size, int steps, DeviceWatch watch, Consumer<FitLevel> levels) {
        this.levels = levels;
        this.stage = stage;
        this.size = size;
        this.steps = steps;
        this.watch = watch;
    }

    @Override
    public Optional<Device> device() {
        return watch.latest();
    }

    /** Where on the fitPolicy the job is. */
    FitLevel level() {
        return stage.level();
    }

    @Override
    public boolean usesNoise() {
        return true;
    }

    @Override
    public WindowState render(ChunkPlan.Chunk chunk, WindowState before, WindowSink sink) throws InterruptedException {
        return renderAgain(chunk, before, 0, sink);
    }

    @Override
    public WindowState renderAgain(ChunkPlan.Chunk chunk, WindowState before, int take, WindowSink sink)
            throws InterruptedException {
        MotionFrames motion = before == null ? null : motionFrames(chunk, before);
        return render(chunk, sink, rendering -> rendering.window(chunk.index(), take, motion, steps(sink)));
    }

    @Override
    public boolean leavesWindows() {
        return true;
    }

    @Override
    public WindowState resume(ChunkPlan.Chunk chunk, WindowState before, LeftWindow from, WindowSink sink)
            throws InterruptedException {
        MotionFrames motion = before == null ? null : motionFrames(chunk, before);
        UnfinishedWindow rest = unfinished(chunk, from);
        return render(chunk, sink, rendering -> rendering.resume(rest, motion, steps(sink)));
    }

    private WindowState render(ChunkPlan.Chunk chunk, WindowSink sink, Function<Rendering, RenderedWindow> work)
            throws InterruptedException {
        RenderedWindow window = window(chunk, sink, work);
        levels.accept(level());
        requireFrames(chunk, window);
        sink.check();
        if (stage.usesTeaCache()) {
            SkipPlan skips = stage.rendering().skips();
            sink.teaCache(steps - skips.skipped(), skips.skipped());
        }
        int bytes = size.height() * size.width() * 3;
        for (int i = 0; i < chunk.frames(); i++) {
            byte[] frame = Arrays.copyOfRange(window.rgb(), i * bytes, (i + 1) * bytes);
            sink.frame(new Picture(size.width(), size.height(), frame));
        }
        Tensor motion = Tensor.ofFloats(window.next().values(), shape());
        return new WindowState(
                MultiTalkRenderer.ENGINE, chunk.startFrame() + chunk.frames(), Map.of(MOTION_FRAMES, motion));
    }

    private RenderedWindow window(ChunkPlan.Chunk chunk, WindowSink sink, Function<Rendering, RenderedWindow> work) {
        try {
            // Motion frames belong to the caller: if the model is reopened, the video resumes from them.
            return stage.run(work);
        } catch (WindowLeftException e) {
            throw sink.left(left(chunk, e.window()));
        } catch (OutOfDeviceMemory e) {
            throw new FaultException(
                    Fault.OUT_OF_MEMORY,
                    "Cannot render window %d at %s: %s".formatted(chunk.index(), size, e.getMessage()),
                    e);
        } catch (DeviceFailed e) {
            throw new DeviceFailedException(
                    "Cannot render window %d at %s: %s".formatted(chunk.index(), size, e.getMessage()), e);
        }
    }

    private static LeftWindow left(ChunkPlan.Chunk chunk, UnfinishedWindow window) {
        int[] shape = Arrays.stream(window.shape()).mapToInt(Math::toIntExact).toArray();
        Map<String, Tensor> tensors = new TreeMap<>();
        window.tensors().forEach((name, values) -> tensors.put(name, Tensor.ofFloats(values, shape)));
        WindowState rest = new WindowState(MultiTalkRenderer.ENGINE, chunk.startFrame(), tensors);
        return new LeftWindow(rest, window.take(), window.step());
    }

    private static UnfinishedWindow unfinished(ChunkPlan.Chunk chunk, LeftWindow from) {
        WindowState rest = from.rest();
        if (rest.engine() != MultiTalkRenderer.ENGINE
                || rest.nextFrame() != chunk.startFrame()
                || rest.tensors().isEmpty()) {
            throw new IllegalArgumentException(
                    "Window %d begins with frame %d, what was left is of %s at frame %d, with %s"
                            .formatted(
                                    chunk.index(),
                                    chunk.startFrame(),
                                    WireName.of(rest.engine()),
                                    rest.nextFrame(),
                                    rest.tensors().keySet()));
        }
        int[] shape = rest.tensors().values().iterator().next().shape();
        Map<String, float[]> tensors = new TreeMap<>();
        rest.tensors()
                .keySet()
                .forEach(name -> tensors.put(
                        name, rest.tensor(name, Tensor.Type.F32, shape).floats()));
        return new UnfinishedWindow(
                chunk.index(),
                from.take(),
                from.step(),
                Arrays.stream(shape).asLongStream().toArray(),
                tensors);
    }

    /** The model speaks up before each forward pass; a step is done when the next one begins, the last when decoding does. */
    private RenderListener steps(WindowSink sink) {
        return new RenderListener() {
            private boolean rendering;
            private boolean decoding;

            @Override
            public boolean leaves(Window window, int step) {
                return sink.leaves();
            }

            @Override
            public void forward(Window window, int step, int of, int pass, int passes) {
                if (pass == 0 && (step == 0 || !rendering)) {
                    rendering = true;
                    decoding = false;
                    sink.phase(Phase.RENDERING);
                }
                if (pass == 0 && step > 0) {
                    sink.step(step, of);
                } else {
                    sink.check();
                }
            }

            @Override
            public void slice(Window window, Coding coding, int slice, int slices) {
                // Tiles are decoded one after the other, each from its first slice.
                if (coding == Coding.DECODE && !decoding) {
                    decoding = true;
                    sink.step(steps, steps);
                    sink.phase(Phase.DECODING);
                } else {
                    sink.check();
                }
            }
        };
    }

    @Override
    public boolean decodes() {
        return true;
    }

    private MotionFrames motionFrames(ChunkPlan.Chunk chunk, WindowState before) {
        if (before.engine() != MultiTalkRenderer.ENGINE || before.nextFrame() != chunk.startFrame()) {
            throw new IllegalStateException("Window %d continues the state of %3$s at frame %2$d, found %4$s at %5$d"
                    .formatted(
                            chunk.index(),
                            chunk.startFrame(),
                            WireName.of(MultiTalkRenderer.ENGINE),
                            WireName.of(before.engine()),
                            before.nextFrame()));
        }
        float[] values = before.tensor(MOTION_FRAMES, Tensor.Type.F32, shape()).floats();
        return new MotionFrames(size, stage.rendering().plan().motionFrames(), values);
    }

    private int[] shape() {
        return new int[] {3, stage.rendering().plan().motionFrames(), size.height(), size.width()};
    }

    private static void requireFrames(ChunkPlan.Chunk chunk, RenderedWindow window) {
        if (window.window().newFrames() != chunk.frames() || window.window().firstNewFrame() != chunk.startFrame()) {
            throw new IllegalStateException("Chunk %d is %d frames from %d, the model's window adds %d from %d"
                    .formatted(
                            chunk.index(),
                            chunk.frames(),
                            chunk.startFrame(),
                            window.window().newFrames(),
                            window.window().firstNewFrame()));
        }
    }

    @Override
    public void close() {
        stage.close();
    }
}
