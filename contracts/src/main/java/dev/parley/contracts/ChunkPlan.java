package dev.parley.contracts;

import dev.parley.plan.FrameRate;
import dev.parley.plan.Window;
import dev.parley.plan.WindowGrid;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a video of a known length is cut into chunks: the new frames of each of the model's windows. The sum is exactly the
 * length asked for.
 *
 * @param frames pixel frames of the whole video
 * @param framesPerWindow pixel frames of a window
 * @param motionFrames frames a window takes over from the one before
 */
public record ChunkPlan(int frames, int framesPerWindow, int motionFrames) {
    public static final int FRAMES_PER_SECOND = FrameRate.FRAMES_PER_SECOND;

    public ChunkPlan {
        new WindowGrid(frames, framesPerWindow, motionFrames); // which refuses what makes no windows
    }

    /** The new frames of a window: {@code [startFrame, startFrame + frames)} of the video. */
    public record Chunk(int index, int startFrame, int frames, boolean last) {}

    public int count() {
        return windows().count();
    }

    public Chunk chunk(int index) {
        Window window = windows().window(index);
        return new Chunk(index, window.firstNewFrame(), window.newFrames(), window.last());
    }

    public List<Chunk> chunks() {
        return IntStream.range(0, count()).mapToObj(this::chunk).toList();
    }

    private WindowGrid windows() {
        return new WindowGrid(frames, framesPerWindow, motionFrames);
    }
}
