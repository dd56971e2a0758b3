package dev.parley.multitalk.internal.lora;

import dev.parley.multitalk.internal.checkpoint.StoredTensor;
import java.util.Optional;

/** Objections to any kind of {@link Change}. */
final class Objections {
    private Objections() {}

    static String unknown(String layer, String what) {
        return "%s: the model has no such %s".formatted(layer, what);
    }

    static Optional<String> notFloat(String key, StoredTensor tensor) {
        return tensor.type().isFloat()
                ? Optional.empty()
                : Optional.of("%s: its tensors are %s, not floating-point".formatted(key, tensor.type()));
    }
}
