package dev.parley.worker.job;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.worker.render.JobInputs;
import dev.parley.worker.render.RenderSession;
import dev.parley.worker.render.Renderer;
import dev.parley.worker.render.WindowSink;
import dev.parley.worker.render.WindowState;
import java.util.Map;

/** An engine that draws nothing. */
final class TooShort implements Renderer {
    @Override
    public Engine engine() {
        return Engine.PANTOMIME;
    }

    @Override
    public RenderSession open(JobInputs inputs) {
        return new RenderSession() {
            @Override
            public WindowState render(ChunkPlan.Chunk chunk, WindowState before, WindowSink sink) {
                return new WindowState(engine(), 0, Map.of());
            }

            @Override
            public void close() {
                // holds nothing
            }
        };
    }
}
