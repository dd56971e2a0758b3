package dev.parley.multitalk.internal.torch;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.TorchType;
import java.util.List;

/**
 * What every part needs and DJL lacks or does differently; {@code core.py} holds the functions. Types are
 * {@link TorchType#code()}s, devices PyTorch's words.
 */
public interface CoreKernels {
    /** A file's bytes as {@code n} elements of {@code type}, memory-mapped: pages are read when they are used. */
    NDArray map(String path, int type, long n);

    /** A view into {@code x}: {@code shape} and {@code stride} in elements, from element {@code offset} on. */
    NDArray view(NDArray x, long[] shape, long[] stride, long offset);

    /** Zeros of any shape that take one element of memory on {@code device}. */
    NDArray filler(long[] shape, String device, int type);

    /** {@code x} on {@code device} in {@code type}; {@code x} itself shares the memory where nothing changes. */
    NDArray place(NDArray x, String device, int type);

    /** Copies of {@code x} on {@code device}. */
    List<NDArray> copies(List<NDArray> x, String device);

    /** How many bytes an element of {@code x} takes. */
    long elementBytes(NDArray x);

    /** Copies {@code x} into {@code memory (elements)} of its type, from an element on; returns the copy there. */
    NDArray placeIn(NDArray memory, long offset, NDArray x);

    /** A tensor of the size of {@code like} that holds whatever lay there. */
    NDArray unwritten(NDArray like, int type);

    /** A tensor of {@code shape} on the device of {@code like} that holds whatever lay there. */
    NDArray unwrittenOf(NDArray like, long[] shape, int type);

    /** {@code x (B, L, C) -> (B, 1, C)}, float32. */
    NDArray meanToken(NDArray x);

    /** The largest value without its sign: {@code ()}, in the type of {@code x}. */
    NDArray largest(NDArray x);

    /** As {@link #unwritten}, one float32 for each row: {@code (..., n) -> (..., 1)}. */
    NDArray unwrittenSteps(NDArray like);

    /** How far {@code x} is from {@code y}: a share of the length of {@code y}. */
    double distance(NDArray x, NDArray y);

    /** The {@link TorchType#code()} of {@code x}. */
    long type(NDArray x);

    /** The entries of {@code x} along its first axis at {@code indices}, in their order. */
    NDArray rows(NDArray x, long[] indices);

    /** Over the last axis, computed in float32, returned in the type of {@code x}; without weight and bias if null. */
    NDArray layerNorm(NDArray x, double eps, NDArray weight, NDArray bias);

    /** Over the last axis: scaled and multiplied by {@code weight} in float32, rounded to the type of {@code x}. */
    NDArray rmsNorm(NDArray x, double eps, NDArray weight);

    /**
     * Scaled dot product attention, unmasked: {@code q (B, L, heads * d)}, {@code k} and {@code v (B, S, heads * d)},
     * result as {@code q}. The scale is {@code d^-0.5}.
     */
    NDArray attention(NDArray q, NDArray k, NDArray v, int heads);

    /** {@link #attention} by the {@link AttentionKernel} of that code. */
    NDArray attentionBy(String kernel, NDArray q, NDArray k, NDArray v, int heads);

    /** Random values to try kernels with. */
    NDArray probe(String device, int type, long[] shape);

    /** How far a kernel is from {@link #attention} of {@code x} to itself: a share of its length. */
    double attentionError(String kernel, NDArray x, int heads);

    /** Attends {@code rounds} times and returns when the device is done; the value means nothing. */
    double attentionWait(String kernel, NDArray x, int heads, int rounds);

    /** The exact one, by the error function. */
    NDArray gelu(NDArray x);

    /** The approximation by tanh. */
    NDArray geluTanh(NDArray x);
}
