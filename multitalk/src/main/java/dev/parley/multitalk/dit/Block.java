package dev.parley.multitalk.dit;

import static dev.parley.multitalk.torch.Scope.scoped;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.checkpoint.Weights;
import dev.parley.multitalk.nn.LayerNorm;
import dev.parley.multitalk.parameter.Group;
import dev.parley.multitalk.parameter.Parameter;
import java.util.List;
import java.util.Optional;

/** One block: self attention, attention to picture and prompt, attention to the voices, feed forward. */
final class Block {
    private final Group group;
    private final DitKernels kernels;
    private final double eps;
    private final Parameter modulation; // (1, 6, C)
    private final SelfAttention selfAttn;
    private final LayerNorm norm3;
    private final CrossAttention crossAttn;
    private final LayerNorm normX;
    private final AudioCrossAttention audioCrossAttn;
    private final Mlp ffn;

    Block(Weights weights, DitConfig config, long width) {
        group = weights.group();
        kernels = weights.kernels(DitKernels.class);
        eps = config.eps();
        modulation = weights.parameter("modulation", 1, 6, width);
        selfAttn = new SelfAttention(weights.at("self_attn"), width, config.heads());
        norm3 = new LayerNorm(weights.at("norm3"), width, eps);
        crossAttn = new CrossAttention(weights.at("cross_attn"), width, config.heads());
        normX = new LayerNorm(weights.at("norm_x"), width, eps);
        audioCrossAttn =
                new AudioCrossAttention(weights.at("audio_cross_attn"), width, config.audioWidth(), config.heads());
        ffn = new Mlp(weights.at("ffn"), width, width);
    }

    /**
     * @param in (1, L, C), left as it is
     * @param e0 (1, 6, C), float32
     */
    NDArray forward(NDArray in, NDArray e0, Conditioning given) {
        return group.use(() -> scoped(() -> {
            Modulation m = Modulation.of(kernels.modulation(modulation.get(), e0));
            NDArray normed = kernels.modulate(in, m.shift1, m.scale1, eps); // (1, L, C)
            SelfAttention.Result attended = selfAttn.forward(normed, given.rope(), given.speakers());
            NDArray x1 = kernels.gate(in, attended.y(), m.gate1); // (1, L, C)
            normed.close(); // a tensor of this size is the better part of a gigabyte at 720p
            attended.y().close();
            NDArray x2 = scoped(() -> x1.add(crossAttn.forward(norm3.forward(x1), given.image(), given.text())));
            x1.close();
            Optional<SpeakerRope> rope = attended.speakerMap()
                    .map(map -> SpeakerRope.of(kernels, map, given.voices().orElseThrow()));
            NDArray x3 = scoped(() -> x2.add(
                    audioCrossAttn.forward(normX.forward(x2), given.audio().tokens(), rope)));
            x2.close();
            return kernels.gate(x3, ffn.forward(kernels.modulate(x3, m.shift2, m.scale2, eps)), m.gate2); // (1, L, C)
        }));
    }

    private record Modulation(
            NDArray shift1, NDArray scale1, NDArray gate1, NDArray shift2, NDArray scale2, NDArray gate2) {
        static Modulation of(List<NDArray> six) {
            return new Modulation(six.get(0), six.get(1), six.get(2), six.get(3), six.get(4), six.get(5));
        }
    }
}
