package dev.parley.multitalk.internal.vae;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.torch.TensorScope;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the parts of the VAE remember of one video between its slices: for each temporal convolution the last frames it
 * saw. The reference: {@code wan/modules/vae.py}, {@code feat_cache}. Freed when it is closed.
 */
final class Stream implements AutoCloseable {
    private final Map<Object, NDArray> past = new IdentityHashMap<>();
    private final Settled settled = new Settled();

    Settled settled() {
        return settled;
    }

    /** What {@code part} left behind after the slice before; empty in its first slice. */
    Optional<NDArray> past(Object part) {
        return Optional.ofNullable(past.get(part));
    }

    /** Keeps {@code frames}, which outlive the scope they were made in, instead of what {@code part} left before. */
    void remember(Object part, NDArray frames) {
        NDArray before = past.put(part, TensorScope.keep(frames));
        if (before != null) {
            before.close();
        }
    }

    @Override
    public void close() {
        past.values().forEach(NDArray::close);
        past.clear();
        settled.close();
    }
}
