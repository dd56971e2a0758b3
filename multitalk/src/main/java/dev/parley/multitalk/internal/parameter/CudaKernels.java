package dev.parley.multitalk.internal.parameter;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.torch.Handle;
import java.util.List;

/**
 * Copies from the host to a GPU that computes meanwhile; {@code cuda.py} holds the functions. Only a PyTorch with CUDA
 * compiles them.
 */
interface CudaKernels {
    /** Page-locked memory, which a GPU reads by itself: {@code (elements)} of the type with this code, any values. */
    NDArray pinned(long elements, int type);

    /** Memory for copies of {@code x} on {@code device}. */
    List<NDArray> reserve(List<NDArray> x, String device);

    /**
     * Starts copying {@code homes} into {@code here}, after the work submitted to the device so far and in parallel with later
     * work.
     */
    Handle send(List<NDArray> here, List<NDArray> homes, String device);

    /** Has the device compute nothing more before the copies are done. Does not block. */
    void arrive(Handle sent, String device);
}
