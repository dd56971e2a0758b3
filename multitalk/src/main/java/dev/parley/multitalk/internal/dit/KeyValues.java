package dev.parley.multitalk.internal.dit;

import static dev.parley.multitalk.internal.torch.TensorScope.scopedAll;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.torch.TensorScope;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Keys and values of what stays the same through the steps of a window: the prompt, the picture, the voices. The first
 * pass that needs them computes them, later ones find them here. Freed when it is closed.
 */
final class KeyValues implements AutoCloseable {
    /** Both (..., N, C). */
    record KeyValue(NDArray key, NDArray value) {}

    private final Map<NDArray, Map<Object, KeyValue>> held = new IdentityHashMap<>();

    /** What {@code layer} makes of {@code source}: two tensors, key and value, made once. */
    KeyValue of(Object layer, NDArray source, Supplier<List<NDArray>> keyAndValue) {
        return held.computeIfAbsent(source, s -> new IdentityHashMap<>()).computeIfAbsent(layer, l -> {
            List<NDArray> made = scopedAll(keyAndValue);
            made.forEach(TensorScope::keep);
            return new KeyValue(made.get(0), made.get(1));
        });
    }

    @Override
    public void close() {
        held.values().forEach(layers -> layers.values().forEach(pair -> {
            pair.key().close();
            pair.value().close();
        }));
        held.clear();
    }
}
