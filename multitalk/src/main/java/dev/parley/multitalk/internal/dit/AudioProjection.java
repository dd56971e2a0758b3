package dev.parley.multitalk.internal.dit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.nn.LayerNorm;
import dev.parley.multitalk.internal.nn.Linear;
import java.util.List;

/**
 * Projects the audio windows of a latent frame to a few tokens; key {@code audio_proj}. Frame 0 has a
 * projection of its own. The paper: MultiTalk, arXiv 2505.22647; the file: {@code wan/modules/multitalk_model.py},
 * {@code AudioProjModel}.
 */
final class AudioProjection {
    private static final double EPS = 1e-5;

    private final DitKernels kernels;
    private final int framesPerLatent;
    private final int width;
    private final Linear proj1;
    private final Linear proj1Vf;
    private final Linear proj2;
    private final Linear proj3;
    private final LayerNorm norm;

    AudioProjection(Weights weights, int width, int framesPerLatent) {
        kernels = weights.kernels(DitKernels.class);
        this.framesPerLatent = framesPerLatent;
        this.width = width;
        long hidden = weights.size("proj1.weight", 0);
        proj1 = new Linear(weights.at("proj1"), weights.size("proj1.weight", 1), hidden);
        proj1Vf = new Linear(weights.at("proj1_vf"), weights.size("proj1_vf.weight", 1), hidden);
        proj2 = new Linear(weights.at("proj2"), hidden, hidden);
        proj3 = new Linear(weights.at("proj3"), hidden, weights.size("proj3.weight", 0));
        norm = new LayerNorm(weights.at("norm"), width, EPS);
    }

    NDArray forward(NDArray audio) { // audio: (people, 4T-3, slots, layers, channels)
        List<NDArray> windows = kernels.gatherWindows(audio, framesPerLatent);
        NDArray first = kernels.relu(proj1.forward(windows.get(0))); // (people, 1, hidden)
        NDArray later = kernels.relu(proj1Vf.forward(windows.get(1))); // (people, T-1, hidden)
        NDArray tokens = proj3.forward(kernels.relu(proj2.forward(first.concat(later, 1)))); // (people, T, N * width)
        Shape shape = tokens.getShape();
        NDArray apart = tokens.reshape(shape.get(0), shape.get(1), shape.get(2) / width, width);
        return norm.forward(apart); // (people, T, N, width)
    }
}
