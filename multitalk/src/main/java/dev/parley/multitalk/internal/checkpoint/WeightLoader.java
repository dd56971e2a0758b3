package dev.parley.multitalk.internal.checkpoint;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.parameter.DenseMatrix;
import dev.parley.multitalk.internal.parameter.Group;
import dev.parley.multitalk.internal.parameter.Matrix;
import dev.parley.multitalk.internal.parameter.Parameter;
import dev.parley.multitalk.internal.parameter.Parameters;
import dev.parley.multitalk.internal.torch.TensorScope;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Shared by all {@link Weights} of a checkpoint: which keys were taken, and what is wrong. */
final class WeightLoader {
    private static final int MOST_LISTED = 40;

    private final Checkpoint checkpoint;
    private final TensorSource source;
    private final WeightPlacer placer;
    private final Parameters parameters;
    private final Set<String> taken = new HashSet<>();
    private final Set<String> takenEightBits = new HashSet<>();
    private final List<String> ignored = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    WeightLoader(Checkpoint checkpoint, TensorSource source, Torch torch, Loading loading) {
        this.checkpoint = checkpoint;
        this.source = source;
        placer = new WeightPlacer(torch, loading);
        parameters = new Parameters(loading.precision());
    }

    Torch torch() {
        return placer.torch();
    }

    Loading loading() {
        return placer.loading();
    }

    Parameters parameters() {
        return parameters;
    }

    void ignore(String beginning) {
        ignored.add(beginning);
    }

    boolean has(String key) {
        return checkpoint.tensors().containsKey(key);
    }

    int count(String list) {
        return checkpoint.count(list);
    }

    long size(String key, int axis) {
        StoredTensor stored =
                checkpoint.tensors().getOrDefault(key, checkpoint.tensors().get(EightBitLayers.data(key)));
        if (stored == null || stored.shape().size() <= axis) {
            problems.add(stored == null ? "missing: " + key : "%s has shape %s".formatted(key, stored.shape()));
            throw failure();
        }
        return stored.shape().get(axis);
    }

    /** The group of a part that may be offloaded. */
    Group group(String beginning) {
        return placer.group(checkpoint.bytes(loading(), key -> key.startsWith(beginning)));
    }

    NDArray get(String key, long[] expected) {
        return TensorScope.keep(take(key, expected).map(placer::onDevice).orElseGet(() -> placer.filler(expected)));
    }

    Parameter parameter(String key, Group group, long[] expected) {
        Parameter parameter = add(key, group, expected);
        parameters.add(parameter);
        return parameter;
    }

    Matrix matrix(String layer, Group group, long in, long out) {
        Matrix matrix = matrix(layer, layer + ".weight", group, in, out);
        parameters.add(layer, matrix);
        return matrix;
    }

    private Matrix matrix(String layer, String key, Group group, long in, long out) {
        EightBitLayers eightBits = loading().eightBits();
        if (eightBits.stored().contains(layer)) {
            return eightBits.kind() == EightBitLayers.Kind.FP8
                    ? storedFp8(layer, key, group, in, out)
                    : storedInt8(layer, key, group, in, out);
        }
        if (!eightBits.quantizes(layer)) {
            return new DenseMatrix(group, add(key, group, out, in));
        }
        return take(key, out, in)
                .map(stored -> placer.quantized(group, key, stored))
                .orElseGet(() -> placer.missingMatrix(key, out, in));
    }

    private Matrix storedInt8(String layer, String key, Group group, long in, long out) {
        takenEightBits.add(layer);
        String data = EightBitLayers.data(key);
        StoredTensor stored = checkpoint.tensors().get(data);
        if (stored != null && stored.type() != TorchType.I8) {
            problems.add("%s is %s instead of I8".formatted(data, stored.type()));
        }
        // Inputs and outputs are not quantized: their scales are 1 and never read, but the map declares them.
        for (String unread : List.of(layer + EightBitLayers.INPUT_SCALE, layer + EightBitLayers.OUTPUT_SCALE)) {
            taken.add(unread);
            if (!has(unread)) {
                problems.add("missing: " + unread);
            }
        }
        return placer.int8(group, add(data, group, out, in), add(EightBitLayers.scale(key), group, out, 1));
    }

    private Matrix storedFp8(String layer, String key, Group group, long in, long out) {
        takenEightBits.add(layer);
        String data = EightBitLayers.data(key);
        StoredTensor stored = checkpoint.tensors().get(data);
        if (stored != null && stored.type() != TorchType.F8_E4M3) {
            problems.add("%s is %s instead of F8_E4M3".formatted(data, stored.type()));
        }
        Optional<NDArray> values = take(data, out, in);
        Optional<NDArray> scale = take(EightBitLayers.scale(key));
        return values.isPresent() && scale.isPresent()
                ? placer.fp8(group, key, values.get(), scale.get())
                : placer.missingMatrix(key, out, in);
    }

    private Parameter add(String key, Group group, long... expected) {
        return take(key, expected)
                .map(tensor -> placer.parameter(group, key, tensor))
                .orElseGet(() -> placer.missing(key, expected));
    }

    /** The tensor as its source has it; if it is missing or misshapen, empty, and the problem is recorded. */
    private Optional<NDArray> take(String key, long... expected) {
        StoredTensor stored = checkpoint.tensors().get(key);
        taken.add(key);
        if (stored != null && stored.type() == TorchType.F8_E4M3 && !key.endsWith(EightBitLayers.data(""))) {
            problems.add("%s is F8_E4M3 without a scale: expected F32, BF16 or F16".formatted(key));
            return Optional.empty();
        }
        if (stored != null && fits(stored.shape(), expected)) {
            return Optional.of(source.tensor(key, stored));
        }
        problems.add(
                stored == null
                        ? "missing: %s %s".formatted(key, shape(expected))
                        : "%s has shape %s instead of %s".formatted(key, stored.shape(), shape(expected)));
        return Optional.empty();
    }

    void finish() {
        source.close();
        checkpoint.tensors().keySet().stream()
                .filter(key -> !taken.contains(key) && ignored.stream().noneMatch(key::startsWith))
                .forEach(key -> problems.add("left over: " + key));
        Set<String> unknown = new TreeSet<>(loading().eightBits().stored());
        unknown.removeAll(takenEightBits);
        unknown.forEach(layer -> problems.add("in the map, but no linear layer: " + layer));
        if (!problems.isEmpty()) {
            throw failure();
        }
    }

    private CheckpointException failure() {
        String list = problems.stream().limit(MOST_LISTED).collect(Collectors.joining("\n  "));
        String rest = problems.size() > MOST_LISTED ? "\n  and %d more".formatted(problems.size() - MOST_LISTED) : "";
        return new CheckpointException("%s does not fit the model in %d places:\n  %s%s"
                .formatted(checkpoint.path(), problems.size(), list, rest));
    }

    private static boolean fits(List<Long> shape, long[] expected) {
        if (shape.size() != expected.length) {
            return false;
        }
        for (int axis = 0; axis < expected.length; axis++) {
            if (expected[axis] != Weights.ANY && expected[axis] != shape.get(axis)) {
                return false;
            }
        }
        return true;
    }

    private static String shape(long[] expected) {
        return Arrays.stream(expected)
                .mapToObj(size -> size == Weights.ANY ? "any" : "" + size)
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
