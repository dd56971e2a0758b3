package dev.parley.multitalk.internal.dit;

import static dev.parley.multitalk.internal.torch.TensorScope.reading;
import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.dit.TokenOperations.Sum;
import dev.parley.multitalk.internal.nn.LayerNorm;
import dev.parley.multitalk.internal.parameter.Activations;
import dev.parley.multitalk.internal.parameter.Group;
import dev.parley.multitalk.internal.parameter.Parameter;
import java.util.List;
import java.util.Optional;

/** One block: self attention, attention to picture and prompt, attention to the voices, feed forward. */
final class Block {
    /** As many as 19,000 tokens of the 14B model have: half a gigabyte in bfloat16. */
    static final long HIDDEN_VALUES = 1L << 28;

    private final Group group;
    private final DitKernels kernels;
    private final long hiddenValues;
    private final Parameter modulation; // (1, 6, C)
    private final SelfAttention selfAttn;
    private final LayerNorm norm3;
    private final CrossAttention crossAttn;
    private final LayerNorm normX;
    private final AudioCrossAttention audioCrossAttn;
    private final Mlp ffn;

    Block(Weights weights, DitConfig config, long width, long hiddenValues) {
        group = weights.group();
        kernels = weights.kernels(DitKernels.class);
        double eps = config.eps();
        this.hiddenValues = hiddenValues;
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
    NDArray forward(NDArray in, NDArray e0, Conditioning given, TokenOperations ops) {
        return group.use(() -> scoped(() -> {
            Modulation m = Modulation.of(kernels.modulation(modulation.get(), e0));
            Activations normed = ops.modulate(in, m.shift1, m.scale1, selfAttn.form()); // (1, L, C)
            SelfAttention.Result attended = selfAttn.forward(normed, given.rope(), given.speakers(), ops);
            normed.close(); // a tensor of this size is the better part of a gigabyte at 720p
            Sum one = ops.gateAndNorm(in, attended.y(), m.gate1, norm3, crossAttn.form()); // (1, L, C)
            attended.y().close();
            NDArray seen = scoped(() -> crossAttn.forward(one.normed(), given, ops)); // (1, L, C)
            one.normed().close();
            Sum two = ops.addAndNorm(one.sum(), seen, normX, audioCrossAttn.form()); // (1, L, C)
            one.sum().close();
            seen.close();
            Optional<SpeakerRope> rope = attended.speakerMap()
                    .map(map -> SpeakerRope.of(kernels, map, given.voices().orElseThrow()));
            NDArray heard = scoped(() -> audioCrossAttn.forward(two.normed(), given, rope, ops)); // (1, L, C)
            two.normed().close();
            return feedForward(two.sum(), heard, m, ops); // (1, L, C)
        }));
    }

    /** Whether its widest layer takes inputs in eight bits. */
    boolean takesEightBits() {
        return ffn.form().small();
    }

    /** Width of the feed forward's hidden layer. */
    long hidden() {
        return ffn.hidden();
    }

    /**
     * The hidden layer is the widest tensor of a block, three times as wide as the others and needed twice: a long window
     * passes in slices of its tokens, so that it stays below {@code hiddenValues}. What a slice becomes takes the place of
     * what it was.
     */
    private NDArray feedForward(NDArray x, NDArray heard, Modulation m, TokenOperations ops) { // each (1, L, C)
        long tokens = x.getShape().get(1);
        long slices = slices(tokens, ffn.hidden(), hiddenValues);
        for (long i = 0; i < slices; i++) {
            NDIndex slice = new NDIndex(":, {}:{}", i * tokens / slices, (i + 1) * tokens / slices);
            reading(() -> {
                feedForwardOf(x.get(slice), heard.get(slice), m, ops); // (1, L / slices, C)
                return null;
            });
        }
        return x; // (1, L, C)
    }

    /** How many slices keep the hidden layer of so many tokens below the limit. */
    static long slices(long tokens, long hidden, long most) {
        return Math.min(tokens, (tokens * hidden + most - 1) / most);
    }

    private void feedForwardOf(NDArray x, NDArray heard, Modulation m, TokenOperations ops) {
        Sum three = ops.addAndModulate(x, heard, m.shift2, m.scale2, ffn.form());
        NDArray y = ffn.forward(three.normed(), ops);
        ops.gateInto(three.sum(), y, m.gate2, x);
    }

    private record Modulation(
            NDArray shift1, NDArray scale1, NDArray gate1, NDArray shift2, NDArray scale2, NDArray gate2) {
        static Modulation of(List<NDArray> six) {
            return new Modulation(six.get(0), six.get(1), six.get(2), six.get(3), six.get(4), six.get(5));
        }
    }
}
