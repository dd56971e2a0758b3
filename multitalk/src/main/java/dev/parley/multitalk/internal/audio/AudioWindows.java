package dev.parley.multitalk.internal.audio;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.internal.torch.CoreKernels;

/** The speech features around each video frame: of the frame itself and of its neighbors on both sides. */
public final class AudioWindows {
    private AudioWindows() {}

    /**
     * The frames that each window reads, {@code start - window/2} on; beyond the ends the first and last frame stand in.
     *
     * @param start first video frame
     * @param frames how many
     * @param window frames in a window, odd: 5
     * @param total frames that there are
     * @return {@code frames} rows of {@code window} indices, one after the other
     */
    public static long[] indices(int start, int frames, int window, int total) {
        if (window < 1 || window % 2 == 0 || total < 1) {
            throw new IllegalArgumentException(
                    "A window is odd and reads some frames, not %d of %d".formatted(window, total));
        }
        long[] indices = new long[frames * window];
        for (int i = 0; i < indices.length; i++) {
            int wanted = start + i / window + i % window - window / 2;
            indices[i] = Math.min(Math.max(wanted, 0), total - 1);
        }
        return indices;
    }

    /**
     * Gathers the windows of some frames in one go, whatever the length of the voice.
     *
     * @param embedding of one person, {@code (total, layers, channels)}
     * @param heard for each frame of the voice in the video, the row of {@code embedding} to use
     * @return {@code (frames, window, layers, channels)} in the embedding's type
     */
    public static NDArray of(CoreKernels core, NDArray embedding, long[] heard, int start, int frames, int window) {
        Shape shape = embedding.getShape();
        long[] rows = indices(start, frames, window, heard.length);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = heard[(int) rows[i]];
        }
        return scoped(() -> core.rows(embedding, rows).reshape(frames, window, shape.get(1), shape.get(2)));
    }
}
