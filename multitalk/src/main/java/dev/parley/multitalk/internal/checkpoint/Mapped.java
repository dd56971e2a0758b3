package dev.parley.multitalk.internal.checkpoint;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.TensorScope;
import dev.parley.multitalk.internal.torch.Torch;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stored tensors as they lie in their files, mapped into memory. Tensors outlive it. */
public final class Mapped implements TensorSource {
    private record Mapping(Path file, TorchType type) {}

    private final CoreKernels core;
    private final Map<Mapping, NDArray> mappings = new HashMap<>();

    public Mapped(Torch torch) {
        core = torch.kernels(CoreKernels.class);
    }

    @Override
    public NDArray tensor(String key, StoredTensor stored) {
        return get(stored);
    }

    /** The tensor on the CPU in its own type: a view of the file. */
    public NDArray get(StoredTensor stored) {
        TorchType type = stored.type();
        NDArray whole = mappings.computeIfAbsent(
                new Mapping(stored.file(), type),
                mapping -> TensorScope.keep(core.map(mapping.file.toString(), type.code(), elements(mapping))));
        return core.view(whole, longs(stored.shape()), longs(stored.strides()), stored.offset() / type.bytes());
    }

    private static long elements(Mapping mapping) {
        return mapping.file.toFile().length() / mapping.type.bytes();
    }

    private static long[] longs(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public void close() {
        mappings.values().forEach(NDArray::close); // the views hold the memory
        mappings.clear();
    }
}
