package dev.parley.worker.pantomime;

import dev.parley.contracts.ChunkPlan;
import dev.parley.media.Picture;
import dev.parley.worker.render.HandOver;
import dev.parley.worker.render.RenderSession;
import dev.parley.worker.render.Tensor;
import dev.parley.worker.render.WindowSink;
import java.util.List;
import java.util.Map;

/**
 * Each frame is drawn from the still picture and from the frame before it, so a window cannot begin without what the
 * window before handed over. Of a plan's motion frames this engine needs the last one only, and hands over no others.
 */
final class PantomimeSession implements RenderSession {
    static final String MOTION_FRAMES = "motion_frames";
    /** A window reports a step for each so many frames. */
    static final int FRAMES_PER_STEP = 10;

    private static final int LOOK_BACK = 1;

    private final Picture still;
    private final List<Actor> actors;

    /** A person and what they do. */
    record Actor(Puppet puppet, Gestures gestures) {}

    PantomimeSession(Picture still, List<Actor> actors) {
        this.still = still;
        this.actors = List.copyOf(actors);
    }

    @Override
    public HandOver render(ChunkPlan.Chunk chunk, HandOver before, WindowSink sink) throws InterruptedException {
        byte[] frame = before == null ? still.rgb() : motionFrame(chunk, before);
        long[] pairs = Pairs.of(frame);
        int steps = (chunk.frames() + FRAMES_PER_STEP - 1) / FRAMES_PER_STEP;
        for (int i = 0; i < chunk.frames(); i++) {
            frame = still.rgb().clone();
            for (Actor actor : actors) {
                int at = chunk.startFrame() + i;
                actor.puppet()
                        .draw(
                                pairs,
                                frame,
                                actor.gestures().open()[at],
                                actor.gestures().nod()[at]);
            }
            sink.frame(new Picture(still.width(), still.height(), frame));
            if ((i + 1) % FRAMES_PER_STEP == 0 || i + 1 == chunk.frames()) {
                sink.step(i / FRAMES_PER_STEP + 1, steps);
            }
        }
        return new HandOver(
                PantomimeRenderer.ENGINE,
                chunk.startFrame() + chunk.frames(),
                Map.of(MOTION_FRAMES, new Tensor(Tensor.Type.U8, motionShape(), frame)));
    }

    private byte[] motionFrame(ChunkPlan.Chunk chunk, HandOver before) {
        if (!before.engine().equals(PantomimeRenderer.ENGINE) || before.nextFrame() != chunk.startFrame()) {
            throw new IllegalArgumentException(
                    "Window %d begins at frame %d and with what %s handed over, found %s at %d"
                            .formatted(
                                    chunk.index(),
                                    chunk.startFrame(),
                                    PantomimeRenderer.ENGINE,
                                    before.engine(),
                                    before.nextFrame()));
        }
        return before.tensor(MOTION_FRAMES, Tensor.Type.U8, motionShape()).bytes();
    }

    private int[] motionShape() {
        return new int[] {LOOK_BACK, still.height(), still.width(), 3};
    }

    @Override
    public void close() {
        // everything here is the garbage collector's
    }
}
