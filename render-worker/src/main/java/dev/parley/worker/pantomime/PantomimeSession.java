package dev.parley.worker.pantomime;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.WireName;
import dev.parley.media.Picture;
import dev.parley.worker.render.RenderSession;
import dev.parley.worker.render.Tensor;
import dev.parley.worker.render.WindowSink;
import dev.parley.worker.render.WindowState;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Each frame is drawn from the still picture and from the frame before it, so a window cannot begin without what the
 * window before handed over: as many motion frames as the plan says, as every engine hands over.
 */
final class PantomimeSession implements RenderSession {
    static final String MOTION_FRAMES = "motion_frames";
    /** A window reports a step for each so many frames. */
    static final int FRAMES_PER_STEP = 10;

    private final Picture still;
    private final List<Puppeteer> actors;
    private final int motionFrames;

    PantomimeSession(Picture still, List<Puppeteer> actors, int motionFrames) {
        this.still = still;
        this.actors = List.copyOf(actors);
        this.motionFrames = motionFrames;
    }

    @Override
    public WindowState render(ChunkPlan.Chunk chunk, WindowState before, WindowSink sink) throws InterruptedException {
        Deque<byte[]> motion = before == null ? motionless() : motionFrames(chunk, before);
        long[] pairs = Pairs.of(motion.getLast());
        int steps = (chunk.frames() + FRAMES_PER_STEP - 1) / FRAMES_PER_STEP;
        for (int i = 0; i < chunk.frames(); i++) {
            byte[] frame = still.rgb().clone();
            for (Puppeteer actor : actors) {
                actor.draw(chunk.startFrame() + i, pairs, frame);
            }
            sink.frame(new Picture(still.width(), still.height(), frame));
            motion.removeFirst();
            motion.addLast(frame);
            if ((i + 1) % FRAMES_PER_STEP == 0 || i + 1 == chunk.frames()) {
                sink.step(i / FRAMES_PER_STEP + 1, steps);
            }
        }
        return new WindowState(
                PantomimeRenderer.ENGINE,
                chunk.startFrame() + chunk.frames(),
                Map.of(MOTION_FRAMES, new Tensor(Tensor.Type.U8, motionShape(), joined(motion))));
    }

    /** Before the first window nothing has moved. */
    private Deque<byte[]> motionless() {
        return new ArrayDeque<>(Collections.nCopies(motionFrames, still.rgb()));
    }

    private Deque<byte[]> motionFrames(ChunkPlan.Chunk chunk, WindowState before) {
        if (before.engine() != PantomimeRenderer.ENGINE || before.nextFrame() != chunk.startFrame()) {
            throw new IllegalArgumentException("Window %d continues the state of %3$s at frame %2$d, found %4$s at %5$d"
                    .formatted(
                            chunk.index(),
                            chunk.startFrame(),
                            WireName.of(PantomimeRenderer.ENGINE),
                            WireName.of(before.engine()),
                            before.nextFrame()));
        }
        byte[] joined =
                before.tensor(MOTION_FRAMES, Tensor.Type.U8, motionShape()).bytes();
        int size = still.rgb().length;
        Deque<byte[]> frames = new ArrayDeque<>();
        for (int from = 0; from < joined.length; from += size) {
            frames.addLast(Arrays.copyOfRange(joined, from, from + size));
        }
        return frames;
    }

    private byte[] joined(Deque<byte[]> frames) {
        ByteBuffer joined = ByteBuffer.allocate(Math.multiplyExact(motionFrames, still.rgb().length));
        frames.forEach(joined::put);
        return joined.array();
    }

    private int[] motionShape() {
        return new int[] {motionFrames, still.height(), still.width(), 3};
    }

    @Override
    public void close() {
        // everything here is the garbage collector's
    }
}
