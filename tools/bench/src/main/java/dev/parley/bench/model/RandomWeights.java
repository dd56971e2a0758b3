package dev.parley.bench.model;

import ai.djl.ndarray.NDArray;
import dev.parley.bench.layout.TensorTable;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.Loading;
import dev.parley.multitalk.internal.checkpoint.StoredTensor;
import dev.parley.multitalk.internal.checkpoint.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A checkpoint that is nowhere: keys and shapes as in the real one, values drawn on the device. Every matrix and every
 * bias comes from N(0, 0.02 squared), what a norm multiplies by is 1.
 */
final class RandomWeights {
    private static final Path NOWHERE = Path.of("random weights");

    private final TensorTable table;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    RandomWeights(TensorTable table) {
        this.table = table;
        table.shapes()
                .forEach((key, shape) -> tensors.put(key, StoredTensor.contiguous(NOWHERE, 0, TorchType.F32, shape)));
    }

    /** What the weights take once they are loaded, in bytes, wherever they are. */
    long bytes(Loading loading) {
        return new Checkpoint(NOWHERE, tensors).bytes(loading, key -> true);
    }

    /** How many values there are. */
    long count() {
        return table.count();
    }

    /** Builds a network of these weights, and fails if it is not exactly these that it takes. */
    <T> T build(Machine machine, Loading loading, Function<Weights, T> network) {
        Weights weights = Weights.load(
                new Checkpoint(NOWHERE, tensors),
                (key, stored) -> machine.clock().named(key, value(machine, loading.precision(), key, stored)),
                machine.torch(),
                loading);
        T built = network.apply(weights);
        weights.finish();
        return built;
    }

    private static NDArray value(Machine machine, TorchType type, String key, StoredTensor stored) {
        long[] shape = stored.shape().stream().mapToLong(Long::longValue).toArray();
        return TensorTable.isNorm(key, stored.shape()) ? machine.ones(type, shape) : machine.weight(type, shape);
    }
}
