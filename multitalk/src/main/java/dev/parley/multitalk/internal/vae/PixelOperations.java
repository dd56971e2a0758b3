package dev.parley.multitalk.internal.vae;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What a coder does to its pixels around convolutions in space and time. Frames are {@code (T, C, H, W)}; results belong
 * to the open scope.
 */
interface PixelOperations {
    /** The frames of {@code past}, then SiLU of the {@linkplain VaeKernels#norm norm} of {@code x}. */
    NDArray normSilu(NDArray x, NDArray gamma, NDArray past);

    /** What is to be added up to the convolution of {@code frames}, without padding in time; {@code conv.bias()} last. */
    List<NDArray> terms(NDArray frames, CausalConv3d conv);

    /** {@link #normSilu} of what {@code conv} made: its {@code terms}. */
    NDArray sumNormSilu(List<NDArray> terms, CausalConv3d conv, NDArray gamma, NDArray past);

    /** {@code x} added to what {@code conv} made: its {@code terms}. */
    NDArray sumAdd(List<NDArray> terms, CausalConv3d conv, NDArray x);

    /** Each pixel four times: {@code (T, C, 2H, 2W)}. */
    NDArray enlarge(NDArray x);
}
