package dev.parley.multitalk.internal.dit;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.dit.KeyValues.KeyValue;
import dev.parley.multitalk.internal.nn.Linear;
import dev.parley.multitalk.internal.parameter.Activations;
import dev.parley.multitalk.internal.parameter.Activations.Form;
import dev.parley.multitalk.internal.torch.CoreKernels;
import java.util.List;
import java.util.Optional;

/**
 * Each latent frame listens to its own audio tokens; key {@code audio_cross_attn}. With two people, queries and keys are
 * rotated by their {@link SpeakerRope} so that each mouth follows its own voice.
 */
final class AudioCrossAttention {
    private final CoreKernels core;
    private final DitKernels kernels;
    private final int heads;
    private final Linear qLinear;
    private final Linear kvLinear;
    private final Linear proj;

    AudioCrossAttention(Weights weights, long width, int audioWidth, int heads) {
        core = weights.kernels(CoreKernels.class);
        kernels = weights.kernels(DitKernels.class);
        this.heads = heads;
        qLinear = new Linear(weights.at("q_linear"), width, width);
        kvLinear = new Linear(weights.at("kv_linear"), audioWidth, 2 * width);
        proj = new Linear(weights.at("proj"), width, width);
    }

    /** The inputs that its first layer multiplies fastest. */
    Form form() {
        return qLinear.form();
    }

    /** @param rope where tokens and audio belong; empty for one person */
    NDArray forward(Activations x, Conditioning given, Optional<SpeakerRope> rope, TokenOperations ops) {
        Shape shape = x.shape(); // (1, L, C)
        NDArray audio = given.audio().tokens(); // (T, N, audioWidth)
        long frames = audio.getShape().get(0);
        return scoped(() -> {
            NDArray query = turn(qLinear.forward(x), rope.map(SpeakerRope::tokens)); // (1, L, C)
            KeyValue voices = given.keyValues().of(this, audio, () -> voices(audio, rope.map(SpeakerRope::voices)));
            NDArray perFrame = query.reshape(frames, shape.get(1) / frames, shape.get(2)); // (T, L/T, C)
            NDArray attended = core.attention(perFrame, voices.key(), voices.value(), heads); // (T, L/T, C)
            return proj.forward(ops.given(attended.reshape(shape), proj.form())); // (1, L, C)
        });
    }

    private List<NDArray> voices(NDArray audio, Optional<NDArray> rope) {
        NDList keyAndValue = kvLinear.forward(audio).split(2, 2);
        return List.of(turn(keyAndValue.get(0), rope), keyAndValue.get(1)); // (T, N, C)
    }

    private NDArray turn(NDArray x, Optional<NDArray> rope) {
        return rope.map(table -> kernels.rotate(x, table, heads)).orElse(x);
    }
}
