package dev.parley.multitalk.internal.checkpoint;

import dev.parley.multitalk.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The tensors of a checkpoint by key, as they lie on disk. Opening costs its headers, whatever the size of the rest.
 *
 * @param path what was opened: the file or the index
 * @param tensors in the order of the file
 */
public record Checkpoint(Path path, Map<String, StoredTensor> tensors) {
    public Checkpoint {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * Opens {@code .safetensors}, an index of them ({@code .index.json}), or a zip of {@code torch.save}
     * ({@code .pth}, {@code .pt}, {@code .bin}). Nested dictionaries of a pickle are flattened, keys joined by dots; a
     * lone tensor has the empty key.
     *
     * @throws CheckpointException when the file is damaged, hostile or of another kind
     */
    public static Checkpoint open(Path path) throws IOException {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (!Files.isRegularFile(path)) {
            throw new CheckpointException("No checkpoint at " + path);
        }
        if (name.endsWith(".safetensors")) {
            return new Checkpoint(path, Safetensors.read(path));
        }
        if (name.endsWith(".index.json")) {
            return new Checkpoint(path, ShardIndex.read(path));
        }
        if (name.endsWith(".pth") || name.endsWith(".pt") || name.endsWith(".bin")) {
            return new Checkpoint(path, TorchZip.read(path));
        }
        throw new CheckpointException(
                "%s: weights end in .safetensors, .index.json, .pth, .pt or .bin".formatted(path));
    }

    /** How many parts a list has: {@code count("blocks.")} is 40 where keys begin with blocks.0. to blocks.39. */
    public int count(String list) {
        int count = 0;
        while (hasBelow(list + count + ".")) {
            count++;
        }
        return count;
    }

    public boolean has(String key) {
        return tensors.containsKey(key);
    }

    /** Whether there is a weight of that key, as floats or in eight bits. */
    public boolean hasWeight(String key) {
        return weight(key).isPresent();
    }

    /** A tensor, or the data of one that is in eight bits. */
    public Optional<StoredTensor> weight(String key) {
        return Optional.ofNullable(tensors.getOrDefault(key, tensors.get(EightBitLayers.data(key))));
    }

    /** As {@link #size}, of a weight that may be in eight bits. */
    public long weightSize(String key, int axis) {
        return size(has(key) ? key : EightBitLayers.data(key), axis);
    }

    /** Whether a key begins so. */
    public boolean hasBelow(String beginning) {
        return tensors.keySet().stream().anyMatch(key -> key.startsWith(beginning));
    }

    /**
     * How long an axis of a tensor is.
     *
     * @throws CheckpointException when there is no such tensor, or it has fewer axes
     */
    public long size(String key, int axis) {
        StoredTensor tensor = tensors.get(key);
        if (tensor == null || tensor.shape().size() <= axis) {
            throw new CheckpointException("%s: %s has no axis %d: %s"
                    .formatted(path, key, axis, tensor == null ? "it is not there" : tensor.shape()));
        }
        return tensor.shape().get(axis);
    }

    /** How much memory the tensors whose keys pass take once they are loaded, in bytes. Costs nothing. */
    public long bytes(Loading loading, Predicate<String> keys) {
        return tensors.entrySet().stream()
                .filter(tensor -> keys.test(tensor.getKey()))
                .mapToLong(tensor -> loading.bytes(tensor.getKey(), tensor.getValue()))
                .sum();
    }
}
