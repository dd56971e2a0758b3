package dev.parley.worker.job;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.media.Picture;
import dev.parley.media.Pictures;
import dev.parley.worker.render.JobInputs;
import dev.parley.worker.render.LeftWindow;
import dev.parley.worker.render.RenderSession;
import dev.parley.worker.render.Renderer;
import dev.parley.worker.render.Tensor;
import dev.parley.worker.render.WindowSink;
import dev.parley.worker.render.WindowState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An engine that draws one gray per frame and, before each window, does what a test asks. */
final class MovingStripes implements Renderer {
    final List<Integer> windows = new ArrayList<>();
    /** Of what each window went on from, the last time it was rendered. */
    final Map<Integer, Float> tintBefore = new HashMap<>();

    Trick trick = window -> {};
    /** Is told ten times the window and the step, while that is made. */
    Trick onStep = step -> {};
    /** Other bytes for the same frames, as of an engine that is not deterministic. */
    int tint;

    /** As an engine with noise; what it makes of each take, in its order: a good window where there is none left. */
    boolean noisy;

    /** As an engine with steps before its frames, three, between which windows can be left; each that was made. */
    boolean leaving;

    final List<String> steps = new ArrayList<>();

    final Deque<Integer> grays = new ArrayDeque<>();
    final List<Integer> takes = new ArrayList<>();

    /** What happens when a window begins. */
    interface Trick {
        void before(int window) throws InterruptedException;
    }

    @Override
    public Engine engine() {
        return Engine.PANTOMIME;
    }

    @Override
    public RenderSession open(JobInputs inputs) {
        return new RenderSession() {
            @Override
            public WindowState render(ChunkPlan.Chunk chunk, WindowState before, WindowSink sink)
                    throws InterruptedException {
                if (before != null) {
                    tintBefore.put(
                            chunk.index(),
                            before.tensor("tint", Tensor.Type.F32, 1).floats()[0]);
                }
                walk(chunk, 1, sink);
                return draw(inputs, chunk, 0, sink);
            }

            @Override
            public boolean leavesWindows() {
                return leaving;
            }

            @Override
            public WindowState resume(ChunkPlan.Chunk chunk, WindowState before, LeftWindow from, WindowSink sink)
                    throws InterruptedException {
                from.rest().tensor("steps", Tensor.Type.F32, from.step() - 1);
                walk(chunk, from.step(), sink);
                return draw(inputs, chunk, from.take(), sink);
            }

            @Override
            public boolean usesNoise() {
                return noisy;
            }

            @Override
            public WindowState renderAgain(ChunkPlan.Chunk chunk, WindowState before, int take, WindowSink sink)
                    throws InterruptedException {
                return draw(inputs, chunk, take, sink);
            }

            @Override
            public void close() {
                // holds nothing
            }
        };
    }

    private void walk(ChunkPlan.Chunk chunk, int first, WindowSink sink) throws InterruptedException {
        for (int step = first; leaving && step <= 3; step++) {
            if (step > first && sink.leaves()) {
                Tensor made = Tensor.ofFloats(new float[step - 1], step - 1);
                throw sink.left(
                        new LeftWindow(new WindowState(engine(), chunk.startFrame(), Map.of("steps", made)), 0, step));
            }
            steps.add(chunk.index() + "." + step);
            onStep.before(10 * chunk.index() + step);
            sink.check();
        }
    }

    private WindowState draw(JobInputs inputs, ChunkPlan.Chunk chunk, int take, WindowSink sink)
            throws InterruptedException {
        windows.add(chunk.index());
        takes.add(take);
        Picture still = Pictures.cover(
                inputs.picture(), inputs.plan().width(), inputs.plan().height());
        Integer gray = noisy ? grays.poll() : null;
        trick.before(chunk.index());
        for (int i = 0; i < chunk.frames(); i++) {
            byte[] rgb = new byte[inputs.plan().width() * inputs.plan().height() * 3];
            if (gray != null) {
                Arrays.fill(rgb, gray.byteValue());
            } else if (noisy) {
                System.arraycopy(still.rgb(), 0, rgb, 0, rgb.length);
                Arrays.fill(rgb, 0, 3_000, (byte) i);
            } else {
                Arrays.fill(rgb, (byte) (chunk.startFrame() + i + tint));
            }
            sink.frame(new Picture(inputs.plan().width(), inputs.plan().height(), rgb));
            sink.step(i + 1, chunk.frames());
        }
        return new WindowState(
                engine(), chunk.startFrame() + chunk.frames(), Map.of("tint", Tensor.ofFloats(new float[] {tint}, 1)));
    }
}
