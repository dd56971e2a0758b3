package dev.parley.multitalk.internal.checkpoint;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.parameter.BlockOffloader;
import dev.parley.multitalk.internal.parameter.DenseMatrix;
import dev.parley.multitalk.internal.parameter.Fp8Matrix;
import dev.parley.multitalk.internal.parameter.Group;
import dev.parley.multitalk.internal.parameter.Int8Matrix;
import dev.parley.multitalk.internal.parameter.Matrix;
import dev.parley.multitalk.internal.parameter.Parameter;
import dev.parley.multitalk.internal.parameter.Parameters;
import dev.parley.multitalk.internal.torch.CoreKernels;
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

/** What all {@link Weights} of one checkpoint share: who took what, and what went wrong. */
final class WeightLoader {
    private static final int MOST_LISTED = 40;

    private final Checkpoint checkpoint;
    private final TensorSource source;
    private final Torch torch;
    private final Loading loading;
    private final CoreKernels core;
    private final BlockOffloader offloader;
    private final Group absent;
    private final Parameters parameters;
    private long residentBytesLeft;
    private final Set<String> taken = new HashSet<>();
    private final Set<String> takenInt8 = new HashSet<>();
    private Boolean fp8Products; // null: not asked yet
    private final List<String> ignored = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    WeightLoader(Checkpoint checkpoint, TensorSource source, Torch torch, Loading loading) {
        this.checkpoint = checkpoint;
        this.source = source;
        this.torch = torch;
        this.loading = loading;
        core = torch.kernels(CoreKernels.class);
        offloader = new BlockOffloader(torch);
        absent = Group.resident(torch);
        parameters = new Parameters(loading.precision());
        residentBytesLeft = loading.residentBytes();
    }

    Torch torch() {
        return torch;
    }

    Loading loading() {
        return loading;
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
                checkpoint.tensors().getOrDefault(key, checkpoint.tensors().get(data(key)));
        if (stored == null || stored.shape().size() <= axis) {
            problems.add(stored == null ? "missing: " + key : "%s has shape %s".formatted(key, stored.shape()));
            throw failure();
        }
        return stored.shape().get(axis);
    }

    /** The group of a part that may leave: on the device while there is room for it. */
    Group group(String beginning) {
        long bytes = checkpoint.bytes(loading, key -> key.startsWith(beginning));
        if (bytes > residentBytesLeft) {
            return offloader.add();
        }
        residentBytesLeft -= bytes;
        return Group.resident(torch);
    }

    NDArray get(String key, long[] expected) {
        return TensorScope.keep(
                take(key, expected).map(tensor -> place(tensor, torch.device())).orElseGet(() -> zeros(expected)));
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
        EightBitLayers eightBits = loading.eightBits();
        if (eightBits.stored().contains(layer)) {
            return storedInt8(layer, key, group, in, out);
        }
        if (!eightBits.quantizes(layer)) {
            return new DenseMatrix(group, add(key, group, out, in));
        }
        Optional<NDArray> stored = take(key, out, in);
        if (stored.isEmpty()) {
            return new DenseMatrix(absent, absent.add(key, zeros(out, in)));
        }
        boolean fp8 = eightBits.kind() == EightBitLayers.Kind.FP8;
        List<NDArray> dataAndScale = TensorScope.scopedAll(() -> {
            NDArray weight = place(stored.get(), torch.device());
            return fp8
                    ? Fp8Matrix.quantize(torch, weight)
                    : Int8Matrix.quantize(torch, weight, TorchType.ofCode(core.type(weight)));
        });
        Parameter data = group.add(data(key), move(dataAndScale.get(0), group.device()));
        Parameter scale = group.add(scale(key), move(dataAndScale.get(1), group.device()));
        return fp8 ? new Fp8Matrix(group, data, scale, fp8Products()) : int8(group, data, scale);
    }

    private boolean fp8Products() {
        if (fp8Products == null) {
            fp8Products = Fp8Matrix.runsOn(torch);
        }
        return fp8Products;
    }

    private Matrix storedInt8(String layer, String key, Group group, long in, long out) {
        takenInt8.add(layer);
        StoredTensor stored = checkpoint.tensors().get(data(key));
        if (stored != null && stored.type() != TorchType.I8) {
            problems.add("%s is %s instead of I8".formatted(data(key), stored.type()));
        }
        // Inputs and outputs are not quantized: their scales are 1 and never read, but a map promises them.
        for (String unread : List.of(layer + ".input_scale", layer + ".output_scale")) {
            taken.add(unread);
            if (!has(unread)) {
                problems.add("missing: " + unread);
            }
        }
        return int8(group, add(data(key), group, out, in), add(scale(key), group, out, 1));
    }

    private Matrix int8(Group group, Parameter data, Parameter scale) {
        return new Int8Matrix(group, data, scale, loading.eightBits().kind() == EightBitLayers.Kind.INT8_DYNAMIC);
    }

    private static String data(String key) {
        return key + "._data";
    }

    private static String scale(String key) {
        return key + "._scale";
    }

    private Parameter add(String key, Group group, long... expected) {
        return take(key, expected)
                .map(tensor -> group.add(key, place(tensor, group.device())))
                .orElseGet(() -> absent.add(key, zeros(expected)));
    }

    /** The tensor as its source has it; where it is not there, empty and a problem more. */
    private Optional<NDArray> take(String key, long... expected) {
        StoredTensor stored = checkpoint.tensors().get(key);
        taken.add(key);
        if (stored != null && fits(stored.shape(), expected)) {
            return Optional.of(source.tensor(key, stored));
        }
        problems.add(
                stored == null
                        ? "missing: %s %s".formatted(key, shape(expected))
                        : "%s has shape %s instead of %s".formatted(key, stored.shape(), shape(expected)));
        return Optional.empty();
    }

    /**
     * In place of a tensor that is not there, until all of them are listed: one element on the device, whatever the
     * shape. It is neither cast nor quantized nor sent from the host, all of which would fill the memory first.
     */
    private NDArray zeros(long... expected) {
        long[] shape = Arrays.stream(expected).map(size -> Math.max(1, size)).toArray();
        TorchType type = loading.precision() == null ? TorchType.F32 : loading.precision();
        return core.filler(shape, torch.device(), type.code());
    }

    private NDArray place(NDArray tensor, String device) {
        TorchType stored = TorchType.ofCode(core.type(tensor));
        TorchType wanted = loading.precision() != null && stored.isFloat() ? loading.precision() : stored;
        return move(tensor, device, wanted.code());
    }

    private NDArray move(NDArray tensor, String device) {
        return move(tensor, device, Math.toIntExact(core.type(tensor)));
    }

    private NDArray move(NDArray tensor, String device, int type) {
        NDArray moved = core.place(tensor, device, type);
        tensor.close();
        return moved;
    }

    void finish() {
        source.close();
        checkpoint.tensors().keySet().stream()
                .filter(key -> !taken.contains(key) && ignored.stream().noneMatch(key::startsWith))
                .forEach(key -> problems.add("left over: " + key));
        Set<String> unknown = new TreeSet<>(loading.eightBits().stored());
        unknown.removeAll(takenInt8);
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
