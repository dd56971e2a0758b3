package dev.parley.multitalk.internal.dit;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.torch.TensorScope;

/**
 * What the blocks added to the tokens when they last ran, for a pass that leaves them out. One for each conditioning of a
 * window. Freed when it is closed.
 */
public final class Residual implements AutoCloseable {
    private NDArray added; // (1, L, C), null before the blocks have run

    void renew(NDArray difference) {
        close();
        added = TensorScope.keep(difference);
    }

    /** @throws IllegalStateException if the blocks have not run yet */
    NDArray added() {
        if (added == null) {
            throw new IllegalStateException("The blocks have not run yet: there is nothing to add again");
        }
        return added;
    }

    @Override
    public void close() {
        if (added != null) {
            added.close();
            added = null;
        }
    }
}
