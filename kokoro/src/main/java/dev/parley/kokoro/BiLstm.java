package dev.parley.kokoro;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import java.util.ArrayList;
import java.util.List;

/** One layer of LSTM in both directions, with PyTorch's keys. */
final class BiLstm {
    private final KokoroKernels kernels;
    private final List<NDArray> weights = new ArrayList<>();

    BiLstm(Weights from) {
        kernels = from.kernels(KokoroKernels.class);
        long in = from.size("weight_ih_l0", 1);
        long hidden = from.size("weight_hh_l0", 1);
        for (String direction : List.of("", "_reverse")) {
            weights.add(from.get("weight_ih_l0" + direction, 4 * hidden, in));
            weights.add(from.get("weight_hh_l0" + direction, 4 * hidden, hidden));
            weights.add(from.get("bias_ih_l0" + direction, 4 * hidden));
            weights.add(from.get("bias_hh_l0" + direction, 4 * hidden));
        }
    }

    NDArray forward(NDArray x) { // x: (B, L, in)
        return kernels.lstm(x, weights); // (B, L, 2 hidden)
    }
}
