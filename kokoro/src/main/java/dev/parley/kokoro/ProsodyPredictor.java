package dev.parley.kokoro;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.nn.Linear;
import java.util.ArrayList;
import java.util.List;

/** How long each phoneme lasts, and how high and loud it is meanwhile. */
final class ProsodyPredictor {
    private final KokoroKernels kernels;
    private final DurationEncoder textEncoder;
    private final BiLstm lstm;
    private final Linear durationProj;
    private final BiLstm shared;
    private final Curve pitch;
    private final Curve loudness;

    ProsodyPredictor(Weights weights) {
        kernels = weights.kernels(KokoroKernels.class);
        textEncoder = new DurationEncoder(weights.at("text_encoder"));
        lstm = new BiLstm(weights.at("lstm"));
        Weights proj = weights.at("duration_proj.linear_layer");
        durationProj = new Linear(proj, proj.size("weight", 1), proj.size("weight", 0));
        shared = new BiLstm(weights.at("shared"));
        pitch = new Curve(weights, "F0");
        loudness = new Curve(weights, "N");
    }

    NDArray encode(NDArray tokens, NDArray style) { // tokens: (1, L, C)
        return textEncoder.forward(tokens, style); // (1, L, C + S)
    }

    NDArray durationLogits(NDArray encoded) { // encoded: (1, L, C + S)
        return scoped(() -> durationProj.forward(lstm.forward(encoded))); // (1, L, most)
    }

    long[] durations(NDArray logits, double speed) {
        return kernels.durations(logits, speed).toLongArray();
    }

    /** Pitch in Hz and loudness, two values a step: (1, 1, 2 steps) each. */
    List<NDArray> curves(NDArray encoded, long[] durations, NDArray style) {
        NDArray steps = kernels.spread(encoded.transpose(0, 2, 1), durations); // (1, C + S, steps)
        NDArray heard = shared.forward(steps.transpose(0, 2, 1)).transpose(0, 2, 1); // (1, C, steps)
        return List.of(pitch.forward(heard, style), loudness.forward(heard, style));
    }

    private static final class Curve {
        private final KokoroKernels kernels;
        private final List<StyledBlock> blocks = new ArrayList<>();
        private final NDArray weight;
        private final NDArray bias;

        Curve(Weights weights, String name) {
            kernels = weights.kernels(KokoroKernels.class);
            for (int n = 0; n < weights.count(name); n++) {
                blocks.add(new StyledBlock(weights.at(name + "." + n)));
            }
            weight = weights.get(name + "_proj.weight", 1, Weights.ANY, 1);
            bias = weights.get(name + "_proj.bias", 1);
        }

        NDArray forward(NDArray x, NDArray style) { // x: (1, C, steps)
            return scoped(() -> {
                NDArray y = x;
                for (StyledBlock block : blocks) {
                    y = block.forward(y, style);
                }
                return kernels.convolve(y, weight, 1, 0, 1, bias); // (1, 1, 2 steps)
            });
        }
    }
}
