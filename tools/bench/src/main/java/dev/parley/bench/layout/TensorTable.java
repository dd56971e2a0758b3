package dev.parley.bench.layout;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Keys and shapes of a network's tensors, in the order in which they were added. */
public final class TensorTable {
    private final Map<String, List<Long>> shapes = new LinkedHashMap<>();

    /** Adds a tensor. */
    TensorTable tensor(String key, long... shape) {
        shapes.put(key, LongStream.of(shape).boxed().toList());
        return this;
    }

    /** Adds a layer with a bias: {@code shape} begins with its outputs. */
    TensorTable layer(String key, long... shape) {
        return tensor(key + ".weight", shape).tensor(key + ".bias", shape[0]);
    }

    /** Shapes by key. */
    public Map<String, List<Long>> shapes() {
        return Collections.unmodifiableMap(shapes);
    }

    /** How many values all tensors have together. */
    public long count() {
        return shapes.values().stream().mapToLong(TensorTable::count).sum();
    }

    /** How many values a tensor of this shape has. */
    static long count(List<Long> shape) {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Whether a norm multiplies by this tensor, whose values are about 1 in every trained network. */
    public static boolean isNorm(String key, List<Long> shape) {
        return key.endsWith("gamma") || key.endsWith("weight_g") || (key.endsWith(".weight") && shape.size() == 1);
    }
}
