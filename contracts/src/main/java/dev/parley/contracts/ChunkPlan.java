package dev.parley.contracts;

import java.util.ArrayList;
import java.util.List;

/**
 * How a video of a known length is cut into chunks: the first window adds all its frames, each later one all but the
 * motion frames it started from, the last one only what is left. The sum is exactly the length asked for.
 *
 * @param frames pixel frames of the whole video
 * @param framesPerWindow pixel frames of a window
 * @param motionFrames frames a window takes over from the one before
 */
public record ChunkPlan(int frames, int framesPerWindow, int motionFrames) {
    public static final int FRAMES_PER_SECOND = 25;

    public ChunkPlan {
        if (frames < 1) {
            throw new IllegalArgumentException("A video has at least one frame, not %d".formatted(frames));
        }
        if (framesPerWindow < 5 || framesPerWindow % 4 != 1) {
            throw new IllegalArgumentException(
                    "A window has 4n+1 frames, at least 5, not %d".formatted(framesPerWindow));
        }
        if (motionFrames < 1 || motionFrames % 4 != 1 || motionFrames >= framesPerWindow) {
            throw new IllegalArgumentException("Motion frames are 4n+1 and fewer than the window's %d, not %d"
                    .formatted(framesPerWindow, motionFrames));
        }
    }

    /** The new frames of a window: {@code [startFrame, startFrame + frames)} of the video. */
    public record Chunk(int index, int startFrame, int frames, boolean last) {}

    /** The frames that play in {@code seconds}: whole ones only. */
    public static int framesOf(double seconds) {
        // A length that was computed as samples / rate may fall a hair short of the frame it ends on.
        return (int) Math.floor(seconds * FRAMES_PER_SECOND + 1e-6);
    }

    public int count() {
        int left = frames - framesPerWindow;
        int added = framesPerWindow - motionFrames;
        return left <= 0 ? 1 : 1 + (left + added - 1) / added;
    }

    public Chunk chunk(int index) {
        if (index < 0 || index >= count()) {
            throw new IllegalArgumentException("Chunk %d of %d".formatted(index, count()));
        }
        int start = index == 0 ? 0 : framesPerWindow + (index - 1) * (framesPerWindow - motionFrames);
        int full = index == 0 ? framesPerWindow : framesPerWindow - motionFrames;
        return new Chunk(index, start, Math.min(full, frames - start), index == count() - 1);
    }

    public List<Chunk> chunks() {
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            chunks.add(chunk(i));
        }
        return chunks;
    }
}
