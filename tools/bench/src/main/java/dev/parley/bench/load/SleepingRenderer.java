package dev.parley.bench.load;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.media.Picture;
import dev.parley.worker.render.JobInputs;
import dev.parley.worker.render.RenderSession;
import dev.parley.worker.render.Renderer;
import dev.parley.worker.render.Tensor;
import dev.parley.worker.render.WindowSink;
import dev.parley.worker.render.WindowState;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Takes as long as a GPU, and computes nothing: every frame is gray. No two steps take the same time, or workers that
 * began together would all encode at once for as long as they live, which those of a farm do not.
 *
 * @param steps of each window
 * @param step how long each takes in the mean, from nothing to twice that
 * @param rest of the window: encoders and VAE
 * @param stateBytes of what a window hands over to the next
 */
record SleepingRenderer(int steps, Duration step, Duration rest, int stateBytes) implements Renderer {
    @Override
    public Engine engine() {
        return Engine.PANTOMIME;
    }

    @Override
    public RenderSession open(JobInputs inputs) {
        int width = inputs.plan().width();
        int height = inputs.plan().height();
        Picture gray = new Picture(width, height, new byte[width * height * 3]);
        Map<String, Tensor> tensors =
                Map.of("motion", new Tensor(Tensor.Type.U8, new int[] {stateBytes}, new byte[stateBytes]));
        return new RenderSession() {
            @Override
            public WindowState render(ChunkPlan.Chunk chunk, WindowState before, WindowSink sink)
                    throws InterruptedException {
                for (int i = 1; i <= steps; i++) {
                    Thread.sleep(ThreadLocalRandom.current().nextLong(2 * step.toMillis() + 1));
                    sink.step(i, steps);
                }
                Thread.sleep(rest.toMillis());
                for (int i = 0; i < chunk.frames(); i++) {
                    sink.frame(gray);
                }
                return new WindowState(engine(), chunk.startFrame() + chunk.frames(), tensors);
            }

            @Override
            public void close() {}
        };
    }
}
