package dev.parley.multitalk.internal.dit;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * The transformer's arithmetic, rounded where the reference rounds; {@code dit.py} holds the functions. {@code L} are
 * tokens (frame, row, column), {@code C} is the width of the model.
 */
interface DitKernels {
    /** {@code latent} and {@code given}, each {@code (channels, T, h, w)}, cut into patches: {@code (1, L, C)}. */
    NDArray tokens(NDArray latent, NDArray given, NDArray weight, NDArray bias);

    /** {@code (1, L, patch values) -> (channels, T, h, w)}; the channel is the fastest axis of a patch. */
    NDArray latent(NDArray x, long[] grid, long[] patch);

    NDArray silu(NDArray x);

    /** {@code parameter (1, n, C) + e (1, n, C)} in float32, as n tensors {@code (1, C)}. */
    List<NDArray> modulation(NDArray parameter, NDArray e);

    /** Layer norm without weights, then {@code * (1 + scale) + shift}. */
    NDArray modulate(NDArray x, NDArray shift, NDArray scale, double eps);

    /** {@code x + y * gate}, added in float32. */
    NDArray gate(NDArray x, NDArray y, NDArray gate);

    /** {@link #gate}, written into a tensor of the same size. */
    void gateInto(NDArray x, NDArray y, NDArray gate, NDArray into);

    /** {@link #modulate}, in float32 after the norm. */
    NDArray modulate32(NDArray x, NDArray shift, NDArray scale, double eps);

    /** Angles of {@code n} places on one axis: {@code (n, width / 2)} float64, on the device of {@code like}. */
    NDArray ropeAxis(NDArray like, long n, long width);

    /** Cosines and sines of every token's place: {@code (L, width / 2, 2)} float32, on the device of {@code like}. */
    NDArray ropeGrid(NDArray like, long frames, long rows, long columns, long width);

    /** Cosines and sines of positions on a line: {@code position (L) -> (L, width / 2, 2)} float32. */
    NDArray ropeLine(NDArray position, long width);

    /** Turns neighboring pairs of each head's channels: {@code x (B, L, C)}, {@code rope (L, width / 2, 2)}. */
    NDArray rotate(NDArray x, NDArray rope, int heads);

    /** How much of each class every token looks at: {@code masks (n, S)} over the keys {@code k (1, S, C)} -> (n, L). */
    NDArray speakerMap(NDArray q, NDArray k, NDArray masks, int heads);

    /**
     * {@code map (people + 1, L) -> (L)}: where on the line the class is that each token looks at most; the last one is the
     * background. A person's stretch is {@code span} long and begins {@code spacing} after that of the person before.
     */
    NDArray speakerPositions(NDArray map, double span, double spacing, double background);

    /** The audio windows of a latent frame, flattened: of frame 0, and of the frames after it in groups. */
    List<NDArray> gatherWindows(NDArray audio, long perLatent);

    NDArray relu(NDArray x);

    /** The mean absolute difference of two tensors as a share of the mean absolute value of the first, in float32. */
    double change(NDArray before, NDArray after);
}
