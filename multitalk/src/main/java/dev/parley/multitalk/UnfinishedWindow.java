package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * A window between two of its steps: all that the remaining steps need besides the motion frames of the window before.
 * Whoever goes on from it, in whatever process, renders the same bits as if the window had not been left.
 *
 * @param index of the window, from 0
 * @param take which noise, see {@link Rendering#window(int, int, MotionFrames, RenderListener)}
 * @param step the one that comes next, from 1
 * @param shape of every tensor: (16, latent frames, height, width)
 * @param tensors float32 by name: the latent, and what guidance remembers of the steps before; owned by the record, must
 *     not be changed
 */
public record UnfinishedWindow(int index, int take, int step, long[] shape, Map<String, float[]> tensors) {
    public UnfinishedWindow {
        requireNonNull(shape, "shape");
        tensors = Map.copyOf(tensors);
        long size = 1;
        for (long length : shape) {
            size = Math.multiplyExact(size, length);
        }
        for (Map.Entry<String, float[]> tensor : tensors.entrySet()) {
            if (tensor.getValue().length != size) {
                throw new IllegalArgumentException("'%s' of an unfinished window has %d values, expected %d"
                        .formatted(tensor.getKey(), tensor.getValue().length, size));
            }
        }
    }
}
