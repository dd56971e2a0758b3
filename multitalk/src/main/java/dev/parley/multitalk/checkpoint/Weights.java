package dev.parley.multitalk.checkpoint;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.torch.CoreKernels;
import dev.parley.multitalk.torch.Scope;
import dev.parley.multitalk.torch.Torch;
import dev.parley.multitalk.torch.TorchType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A checkpoint's tensors for the parts of a model to take, each under its own prefix:
 *
 * <pre>{@code
 * Weights weights = Weights.of(checkpoint, torch, TorchType.BF16).ignoring("textual.");
 * var model = new ImageEncoder(weights.at("visual"));
 * weights.finish(); // throws, listing all that is missing, misshapen or left over
 * }</pre>
 *
 * Taking a tensor that is not there or has another shape does not fail at once: the part gets zeros of the shape it
 * asked for, and {@link #finish} reports everything together. Not for several threads.
 */
public final class Weights {
    /** In an expected shape: any size. */
    public static final long ANY = -1;

    private final Ledger ledger;
    private final String prefix;

    private Weights(Ledger ledger, String prefix) {
        this.ledger = ledger;
        this.prefix = prefix;
    }

    /**
     * @param torch where the tensors go and who owns them
     * @param precision what floating-point tensors become; {@code null} leaves each as it is stored. A tensor that
     *     needs no change and stays on the CPU is not copied: it is the file, mapped.
     */
    public static Weights of(Checkpoint checkpoint, Torch torch, TorchType precision) {
        return new Weights(new Ledger(checkpoint, null, torch, precision), "");
    }

    /** As {@link #of(Checkpoint, Torch, TorchType)}, with values that are made, not read: no file is opened. */
    public static Weights of(Checkpoint checkpoint, TensorSource source, Torch torch, TorchType precision) {
        return new Weights(new Ledger(checkpoint, requireNonNull(source, "source"), torch, precision), "");
    }

    /** The tensors below {@code part}, as {@code at("blocks.0")} for {@code blocks.0.norm1.weight}. */
    public Weights at(String part) {
        return new Weights(ledger, prefix + part + ".");
    }

    /** Leaves the tensors whose keys begin so, from here on down, out of the count of what is left over. */
    public Weights ignoring(String... beginnings) {
        for (String beginning : beginnings) {
            ledger.ignored.add(prefix + beginning);
        }
        return this;
    }

    public boolean has(String name) {
        return ledger.checkpoint.tensors().containsKey(prefix + name);
    }

    /** How many parts a list has: {@code count("blocks")} is 40 where keys begin with blocks.0 to blocks.39. */
    public int count(String list) {
        int count = 0;
        while (ledger.anyBelow(prefix + list + "." + count + ".")) {
            count++;
        }
        return count;
    }

    /**
     * The size of one axis of a tensor, for models that read their sizes from their weights.
     *
     * @throws CheckpointException when the tensor is missing: then nothing else can be told either
     */
    public long size(String name, int axis) {
        StoredTensor stored = ledger.checkpoint.tensors().get(prefix + name);
        if (stored == null || stored.shape().size() <= axis) {
            ledger.problems.add(
                    stored == null
                            ? "missing: " + prefix + name
                            : "%s%s has shape %s".formatted(prefix, name, stored.shape()));
            throw ledger.failure();
        }
        return stored.shape().get(axis);
    }

    /**
     * Takes a tensor. It outlives any open scope and is freed with the {@link Torch} it belongs to.
     *
     * @param expected its shape, {@link #ANY} where any size will do
     */
    public NDArray get(String name, long... expected) {
        return ledger.get(prefix + name, expected);
    }

    /** Kernels for the part that takes these weights. */
    public <T> T kernels(Class<T> type) {
        return ledger.torch.kernels(type);
    }

    /** Where the tensors are. */
    public Torch torch() {
        return ledger.torch;
    }

    /** What floating-point tensors became; {@code null} where each is as it was stored. */
    public TorchType precision() {
        return ledger.precision;
    }

    /** @throws CheckpointException listing every tensor that was missing, had another shape or that nobody took */
    public void finish() {
        ledger.finish();
    }

    /** What all views of one checkpoint share: who took what, and what went wrong. */
    private static final class Ledger {
        private record Mapping(Path file, TorchType type) {}

        private static final int MOST_LISTED = 40;

        private final Checkpoint checkpoint;
        private final TensorSource source;
        private final Torch torch;
        private final TorchType precision;
        private final CoreKernels core;
        private final Map<Mapping, NDArray> mappings = new HashMap<>();
        private final Set<String> taken = new HashSet<>();
        private final List<String> ignored = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        /** @param source null for the files that the tensors lie in */
        Ledger(Checkpoint checkpoint, TensorSource source, Torch torch, TorchType precision) {
            this.checkpoint = checkpoint;
            this.source = source == null ? (key, stored) -> map(stored) : source;
            this.torch = torch;
            this.precision = precision;
            this.core = torch.kernels(CoreKernels.class);
        }

        boolean anyBelow(String beginning) {
            return checkpoint.tensors().keySet().stream().anyMatch(key -> key.startsWith(beginning));
        }

        NDArray get(String key, long[] expected) {
            StoredTensor stored = checkpoint.tensors().get(key);
            taken.add(key);
            if (stored != null && fits(stored.shape(), expected)) {
                return Scope.keep(place(source.tensor(key, stored)));
            }
            problems.add(
                    stored == null
                            ? "missing: %s %s".formatted(key, shape(expected))
                            : "%s has shape %s instead of %s".formatted(key, stored.shape(), shape(expected)));
            long[] shape =
                    Arrays.stream(expected).map(size -> Math.max(1, size)).toArray();
            return Scope.keep(place(core.filler(shape, TorchType.F32.code())));
        }

        private NDArray map(StoredTensor stored) {
            TorchType type = stored.type();
            NDArray whole = mappings.computeIfAbsent(
                    new Mapping(stored.file(), type),
                    mapping -> Scope.keep(core.map(mapping.file.toString(), type.code(), elements(mapping))));
            return core.view(whole, longs(stored.shape()), longs(stored.strides()), stored.offset() / type.bytes());
        }

        private static long elements(Mapping mapping) {
            return mapping.file.toFile().length() / mapping.type.bytes();
        }

        private NDArray place(NDArray tensor) {
            TorchType stored = TorchType.ofCode(core.type(tensor));
            TorchType wanted = precision != null && stored.isFloat() ? precision : stored;
            if (wanted == stored && torch.device().equals("cpu")) {
                return tensor;
            }
            NDArray placed = core.place(tensor, torch.device(), wanted.code());
            tensor.close();
            return placed;
        }

        void finish() {
            mappings.values().forEach(NDArray::close); // the views hold the memory
            mappings.clear();
            checkpoint.tensors().keySet().stream()
                    .filter(key -> !taken.contains(key) && ignored.stream().noneMatch(key::startsWith))
                    .forEach(key -> problems.add("left over: " + key));
            if (!problems.isEmpty()) {
                throw failure();
            }
        }

        CheckpointException failure() {
            String list = problems.stream().limit(MOST_LISTED).collect(Collectors.joining("\n  "));
            String rest =
                    problems.size() > MOST_LISTED ? "\n  and %d more".formatted(problems.size() - MOST_LISTED) : "";
            return new CheckpointException("%s does not fit the model in %d places:\n  %s%s"
                    .formatted(checkpoint.path(), problems.size(), list, rest));
        }

        private static boolean fits(List<Long> shape, long[] expected) {
            if (shape.size() != expected.length) {
                return false;
            }
            for (int axis = 0; axis < expected.length; axis++) {
                if (expected[axis] != ANY && expected[axis] != shape.get(axis)) {
                    return false;
                }
            }
            return true;
        }

        private static String shape(long[] expected) {
            return Arrays.stream(expected)
                    .mapToObj(size -> size == ANY ? "any" : "" + size)
                    .collect(Collectors.joining(", ", "[", "]"));
        }

        private static long[] longs(List<Long> values) {
            return values.stream().mapToLong(Long::longValue).toArray();
        }
    }
}
