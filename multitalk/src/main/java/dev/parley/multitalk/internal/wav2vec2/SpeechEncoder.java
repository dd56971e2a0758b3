package dev.parley.multitalk.internal.wav2vec2;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.Speech;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.nn.LayerNorm;
import dev.parley.multitalk.internal.nn.Linear;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.Torch;
import dev.parley.plan.FrameRate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** wav2vec2's features of a track for each video frame: the outputs of all its layers. */
public final class SpeechEncoder {
    private final Torch torch;
    private final CoreKernels core;
    private final SpeechKernels kernels;
    private final FeatureExtractor featureExtractor;
    private final LayerNorm projectionNorm;
    private final Linear projection;
    private final PositionalConvolution posConvEmbed;
    private final LayerNorm layerNorm;
    private final List<SpeechBlock> layers = new ArrayList<>();
    private final long width;

    /**
     * @param weights of {@code chinese-wav2vec2-base}, with or without the prefix {@code wav2vec2.}; the heads of its
     *     training are left alone
     */
    public SpeechEncoder(Weights weights, SpeechEncoderConfig config) {
        boolean prefixed = weights.has("wav2vec2.feature_projection.projection.weight");
        Weights own = prefixed ? weights.at("wav2vec2") : weights;
        weights.ignoring("quantizer.", "project_q.", "project_hid.", "lm_head.");
        own.ignoring("masked_spec_embed");
        torch = own.torch();
        core = own.kernels(CoreKernels.class);
        kernels = own.kernels(SpeechKernels.class);
        featureExtractor = new FeatureExtractor(own.at("feature_extractor"), config.strides());
        width = own.size("feature_projection.projection.weight", 0);
        long channels = own.size("feature_projection.projection.weight", 1);
        if (width % config.heads() != 0 || width % config.positionGroups() != 0) {
            throw new IllegalArgumentException("A width of %d is not shared by %d heads and %d groups"
                    .formatted(width, config.heads(), config.positionGroups()));
        }
        projectionNorm = new LayerNorm(own.at("feature_projection.layer_norm"), channels, config.eps());
        projection = new Linear(own.at("feature_projection.projection"), channels, width);
        posConvEmbed = new PositionalConvolution(own.at("encoder.pos_conv_embed.conv"), width, config.positionGroups());
        layerNorm = new LayerNorm(own.at("encoder.layer_norm"), width, config.eps());
        for (int n = 0; n < own.count("encoder.layers"); n++) {
            layers.add(new SpeechBlock(own.at("encoder.layers." + n), width, config));
        }
    }

    /** Channels of each layer's output. */
    public long width() {
        return width;
    }

    /** Layers whose outputs are given. */
    public int layers() {
        return layers.size();
    }

    /**
     * @param samples to encode, at least one video frame; a shorter voice is followed by silence
     * @return float32 {@code (frames, layers, width)}, one row per {@link FrameRate#frames video frame}
     */
    public NDArray forward(Speech voice, int samples) {
        int frames = FrameRate.frames(samples);
        if (frames < 1) {
            throw new IllegalArgumentException("A track of %d samples is shorter than a frame of %d"
                    .formatted(samples, FrameRate.SAMPLES_PER_FRAME));
        }
        return scoped(() -> {
            NDArray input =
                    torch.manager().create(normalize(voice.samples(), samples), new Shape(1, 1, samples)); // (1, 1, n)
            NDArray x = embed(input, frames); // (1, frames, C)
            NDList heard = new NDList();
            for (SpeechBlock layer : layers) {
                NDArray before = x;
                x = scoped(() -> layer.forward(before)); // (1, frames, C)
                heard.add(x);
            }
            return core.place(
                    NDArrays.stack(heard, 2).squeeze(0), torch.device(), TorchType.F32.code()); // (frames, layers, C)
        });
    }

    private NDArray embed(NDArray samples, int frames) { // samples: (1, 1, n)
        return scoped(() -> {
            NDArray steps = featureExtractor.forward(samples); // (1, channels, steps)
            NDArray timed = kernels.resample(steps, frames); // (1, frames, channels)
            NDArray x = projection.forward(projectionNorm.forward(timed)); // (1, frames, C)
            return layerNorm.forward(x.add(posConvEmbed.forward(x))); // (1, frames, C)
        });
    }

    /** {@code samples} and silence up to {@code length}, of mean 0 and deviation 1 over all of it, as the feature extractor's {@code do_normalize}. */
    static float[] normalize(float[] samples, int length) {
        float[] normalized = Arrays.copyOf(samples, length);
        double sum = 0;
        for (float sample : normalized) {
            sum += sample;
        }
        double mean = sum / length;
        double squares = 0;
        for (float sample : normalized) {
            squares += (sample - mean) * (sample - mean);
        }
        double scale = 1 / Math.sqrt(squares / length + 1e-7);
        for (int i = 0; i < length; i++) {
            normalized[i] = (float) ((normalized[i] - mean) * scale);
        }
        return normalized;
    }
}
