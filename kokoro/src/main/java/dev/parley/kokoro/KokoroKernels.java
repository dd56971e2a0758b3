package dev.parley.kokoro;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.torch.ConvolutionKernels;
import java.util.List;

/**
 * What Kokoro computes; {@code kokoro.py} holds the functions. All in float32 on the CPU, {@code x (B, C, L)} if not
 * said otherwise.
 */
interface KokoroKernels extends ConvolutionKernels {
    /** The weight of a convolution stored as direction and length of each row: as {@code v}. */
    NDArray weightNorm(NDArray v, NDArray g);

    /** Rows of {@code table (n, C)}: (1, ids, C). */
    NDArray embed(long[] ids, NDArray table);

    /** @param bias (out), or null */
    NDArray convolve(NDArray x, NDArray weight, long stride, long padding, long dilation, NDArray bias);

    /** {@code weight (in, out, kernel)}; as many zeros cut off as make the result {@code stride} times as long. */
    NDArray convolveTransposed(NDArray x, NDArray weight, NDArray bias, long stride);

    /** Learned doubling of the length, each channel alone: {@code weight (C, 1, 3)}. */
    NDArray doubleLength(NDArray x, NDArray weight, NDArray bias);

    NDArray repeatEach(NDArray x, long times);

    /** Instance norm, then factor and offset that a style asks for: {@code style (1, 2 C)}. */
    NDArray styled(NDArray x, NDArray style);

    /** Layer norm of {@code x (B, L, C)}, then as {@link #styled}. */
    NDArray styledLayer(NDArray x, NDArray style);

    NDArray leaky(NDArray x, double slope);

    /**
     * Convolution, as long as {@code x}, of {@code y + sin(alpha y)^2 / alpha}, arXiv 2006.08195, with {@code y} as
     * {@link #styled}.
     */
    NDArray snakeConvolve(NDArray x, NDArray style, NDArray alpha, NDArray weight, long dilation, NDArray bias);

    /** Changes {@code sum}, and returns it. */
    NDArray addTo(NDArray sum, NDArray x);

    /** In both directions: {@code x (B, L, in)} to {@code (B, L, 2 hidden)}. */
    NDArray lstm(NDArray x, List<NDArray> weights);

    /** How many steps each token lasts, from {@code logits (1, tokens, most)}: int64 (tokens), at least 1 each. */
    NDArray durations(NDArray logits, double speed);

    /** Each entry of the last axis so many times. */
    NDArray spread(NDArray x, long[] times);

    /** What {@link #source} draws first: (1, 9). */
    NDArray randomPhases(long seed);

    /** A buzz with the pitch {@code f0 (1, L)} in Hz and its harmonics, noise where it is silent: (1, L scale, 1). */
    NDArray source(NDArray f0, long scale, NDArray weight, NDArray bias, long seed);

    /** Short-time spectrum of {@code sound (1, samples)}: magnitudes, then phases (1, size + 2, steps). */
    NDArray spectrum(NDArray sound, long size, long hop);

    /** Samples of a spectrum of logarithms of magnitudes and sines of phases. */
    NDArray sound(NDArray x, long size, long hop);

    /** One more at the beginning: the second again. */
    NDArray mirrorFirst(NDArray x);
}
