package dev.parley.multitalk.internal.torch;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.List;
import java.util.function.Supplier;

/** Computations that leave nothing behind but their result. Scopes nest and belong to the thread that opened them. */
public final class TensorScope {
    private TensorScope() {}

    /**
     * Runs {@code body} and frees every tensor made in it except the one it returns. That one then belongs to the
     * scope around this one, or to the caller if there is none. The body must return a tensor it made itself: one
     * from outside (a weight, an argument) would be freed with the scope around.
     */
    public static NDArray scoped(Supplier<NDArray> body) {
        return scopedAll(() -> List.of(body.get())).get(0);
    }

    /** As {@link #scoped}, for a body with several results. */
    public static List<NDArray> scopedAll(Supplier<List<NDArray>> body) {
        List<NDArray> results;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            results = body.get();
            results.forEach(NDScope::unregister);
        } catch (EngineException e) {
            throw DeviceErrors.typed(e); // by DJL's own operations
        }
        results.forEach(NDScope::register);
        return results;
    }

    /** Runs {@code body} and frees every tensor made in it: for answers that are no tensors. */
    public static <T> T reading(Supplier<T> body) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            return body.get();
        } catch (EngineException e) {
            throw DeviceErrors.typed(e);
        }
    }

    /** Takes {@code tensor} out of the scope it was made in: it lives until it is closed or its manager is. */
    public static NDArray keep(NDArray tensor) {
        NDScope.unregister(tensor);
        return tensor;
    }
}
