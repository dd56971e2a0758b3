package dev.parley.multitalk.internal.vae;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.torch.TensorScope;

/**
 * How far into a coder a video repeats itself. Slices that are all the same, as the gray behind the frames that a window
 * starts from, leave every layer the same from some slice on: the first convolution soon, each later layer after it. What
 * those layers made is kept, and they are not computed again, until a slice differs. The kept tensor is freed when this
 * is closed.
 */
final class Settled implements AutoCloseable {
    private int layers;
    private int repeats; // of what the first layer that has not settled is given
    private NDArray result; // of the last layer that has; null where none has

    /** Begins a slice; {@code again}: it is the same as the one before. */
    void begin(boolean again) {
        if (again) {
            repeats++;
        } else {
            close();
        }
    }

    /** The layers that need not be computed. */
    int layers() {
        return layers;
    }

    /** What they would make of {@code slice}. */
    NDArray result(NDArray slice) {
        return result == null ? slice : result;
    }

    /**
     * Keeps {@code y}, which outlives the scope it was made in, if from now on its layer makes the same as long as slices
     * stay the same.
     *
     * @param layer its place in the coder
     * @param before the slices before its own that {@code y} depends on
     * @return whether it was kept, and is not the caller's to free
     */
    boolean takes(int layer, int before, NDArray y) {
        if (layer != layers || repeats < before) {
            return false;
        }
        NDArray last = result;
        result = TensorScope.keep(y);
        if (last != null) {
            last.close();
        }
        layers++;
        repeats = 0;
        return true;
    }

    @Override
    public void close() {
        if (result != null) {
            result.close();
        }
        layers = 0;
        repeats = 0;
        result = null;
    }
}
