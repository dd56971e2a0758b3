package dev.parley.multitalk;

import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.StoredTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the headers of a checkpoint say of it. Reads no weights, whatever the size of the file.
 *
 * @param file what was opened: the file or the index
 * @param counts of the tensors of each part, in the order of the file; a part is the first section of a key, such as
 *     {@code blocks}
 */
public record CheckpointSummary(Path file, List<TensorCount> counts) {
    public CheckpointSummary {
        counts = List.copyOf(counts);
    }

    /**
     * Tensors of one part and one type.
     *
     * @param parameters elements of all of them
     */
    public record TensorCount(String part, TorchType type, int tensors, long parameters, long bytes) {
        private TensorCount plus(TensorCount other) {
            return new TensorCount(
                    part,
                    type,
                    tensors + other.tensors,
                    Math.addExact(parameters, other.parameters),
                    Math.addExact(bytes, other.bytes));
        }
    }

    /**
     * Of {@code .safetensors}, an index of them ({@code .index.json}), or a zip of {@code torch.save} ({@code .pth},
     * {@code .pt}, {@code .bin}).
     *
     * @throws IOException if it cannot be read
     * @throws CheckpointException if it is damaged, hostile or of another kind
     */
    public static CheckpointSummary of(Path file) throws IOException {
        try {
            return of(Checkpoint.open(file));
        } catch (ArithmeticException e) {
            throw new CheckpointException("%s: its tensors are larger than any file".formatted(file), e);
        }
    }

    private static CheckpointSummary of(Checkpoint checkpoint) {
        Map<String, TensorCount> counts = new LinkedHashMap<>();
        checkpoint.tensors().forEach((key, tensor) -> {
            TensorCount one = count(key, tensor);
            counts.merge(one.part + " " + one.type, one, TensorCount::plus);
        });
        return new CheckpointSummary(checkpoint.path(), List.copyOf(counts.values()));
    }

    private static TensorCount count(String key, StoredTensor tensor) {
        int dot = key.indexOf('.');
        return new TensorCount(
                dot < 0 ? key : key.substring(0, dot), tensor.type(), 1, tensor.elements(), tensor.bytes());
    }

    /** Number of tensors. */
    public int tensors() {
        return counts.stream().mapToInt(TensorCount::tensors).sum();
    }

    /** Elements of all tensors. */
    public long parameters() {
        return counts.stream().mapToLong(TensorCount::parameters).sum();
    }

    /** Bytes of all tensors. */
    public long bytes() {
        return counts.stream().mapToLong(TensorCount::bytes).sum();
    }

    /** Bytes of the tensors of each type. */
    public Map<TorchType, Long> bytesByType() {
        return sums(TensorCount::type, new TreeMap<>());
    }

    /** Bytes of the tensors of each part, in the order of the file. */
    public Map<String, Long> bytesByPart() {
        return sums(TensorCount::part, new LinkedHashMap<>());
    }

    private <K> Map<K, Long> sums(Function<TensorCount, K> key, Map<K, Long> into) {
        counts.forEach(count -> into.merge(key.apply(count), count.bytes(), Long::sum));
        return into;
    }
}
