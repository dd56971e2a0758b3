package dev.parley.plan;

/**
 * Where the windows of a video lie, whatever each of them computes: the first adds all its frames, each later one all but
 * the motion frames that it takes over, the last only what is left. Knows any of them without the ones before.
 *
 * @param frames of the video, at least 1
 * @param windowFrames of a window, 4n+1, at least 5
 * @param motionFrames that a window takes over from the one before, 4n+1, fewer than {@code windowFrames}
 */
public record WindowGrid(int frames, int windowFrames, int motionFrames) {
    public WindowGrid {
        if (frames < 1) {
            throw new IllegalArgumentException("A video has at least one frame, not " + frames);
        }
        check(windowFrames, motionFrames);
    }

    static void check(int windowFrames, int motionFrames) {
        if (windowFrames < 5 || windowFrames % 4 != 1) {
            throw new IllegalArgumentException("A window has 4n+1 frames, at least 5, not " + windowFrames);
        }
        if (motionFrames < 1 || motionFrames % 4 != 1 || motionFrames >= windowFrames) {
            throw new IllegalArgumentException("Motion frames are 4n+1 and fewer than the window's %d, not %d"
                    .formatted(windowFrames, motionFrames));
        }
    }

    /** How many windows there are. */
    public int count() {
        long beyondFirst = Math.max(0, frames - windowFrames);
        int advance = windowFrames - motionFrames;
        return 1 + (int) ((beyondFirst + advance - 1) / advance);
    }

    /** A window of full length. */
    public Window window(int index) {
        if (index < 0 || index >= count()) {
            throw new IllegalArgumentException("Window %d of %d".formatted(index, count()));
        }
        return window(index, index == count() - 1);
    }

    Window window(int index, boolean last) {
        int start = index * (windowFrames - motionFrames);
        int takenOver = index == 0 ? 0 : motionFrames;
        long end = Math.min((long) start + windowFrames, frames);
        int added = (int) Math.max(0, end - start - takenOver);
        return new Window(index, start, takenOver, windowFrames, added, last);
    }
}
