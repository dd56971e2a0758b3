package dev.parley.multitalk.internal.checkpoint;

import ai.djl.ndarray.NDArray;

/** Where the values of a checkpoint's tensors come from. */
@FunctionalInterface
public interface TensorSource extends AutoCloseable {
    /**
     * @param key the tensor's full key
     * @return a tensor of its shape, of any device and type; the caller closes it
     */
    NDArray tensor(String key, StoredTensor stored);

    /** Frees what it holds; the tensors that it gave stay. */
    @Override
    default void close() {}
}
