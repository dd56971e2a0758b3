package dev.parley.kokoro;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import java.util.ArrayList;
import java.util.List;

/** Makes sound: ever longer stages, a buzz of the right pitch added to each, and an inverse Fourier transform. */
final class Generator {
    private static final double SLOPE = 0.1;
    private static final double LAST_SLOPE = 0.01;

    /** @param noise the weight of the convolution that brings the buzz to this stage's length */
    private record Stage(
            NDArray up,
            NDArray upBias,
            int rate,
            NDArray noise,
            NDArray noiseBias,
            int noiseStride,
            SnakeBlock noiseRes) {}

    private final KokoroKernels kernels;
    private final KokoroConfig config;
    private final List<Stage> stages = new ArrayList<>();
    private final List<SnakeBlock> resblocks = new ArrayList<>();
    private final NormedConvolution convPost;
    private final NDArray sourceWeight;
    private final NDArray sourceBias;

    Generator(Weights weights, KokoroConfig config) {
        kernels = weights.kernels(KokoroKernels.class);
        this.config = config;
        int rest = config.samplesPerPitch() / config.hop();
        for (int n = 0; n < config.rates().size(); n++) {
            rest /= config.rates().get(n);
            stages.add(stage(weights, n, rest));
        }
        int kinds = config.dilations().size();
        for (int n = 0; n < kinds * stages.size(); n++) {
            resblocks.add(new SnakeBlock(
                    weights.at("resblocks." + n), config.dilations().get(n % kinds)));
        }
        convPost = new NormedConvolution(weights.at("conv_post"));
        sourceWeight = weights.get("m_source.l_linear.weight", 1, 9);
        sourceBias = weights.get("m_source.l_linear.bias", 1);
    }

    private Stage stage(Weights weights, int n, int noiseStride) {
        String up = "ups." + n;
        String noise = "noise_convs." + n;
        long channels = weights.size(up + ".weight_v", 1);
        return new Stage(
                NormedConvolution.weight(weights.at(up)),
                weights.get(up + ".bias", channels),
                config.rates().get(n),
                weights.get(noise + ".weight", channels, config.fftSize() + 2L, Weights.ANY),
                weights.get(noise + ".bias", channels),
                noiseStride,
                new SnakeBlock(weights.at("noise_res." + n), config.dilations().get(0)));
    }

    /** The buzz: (1, samples, 1). */
    NDArray source(NDArray pitch, long seed) { // pitch: (1, 1, 2 steps)
        return kernels.source(pitch.squeeze(1), config.samplesPerPitch(), sourceWeight, sourceBias, seed);
    }

    /** @return what the samples are made of: (1, fftSize + 2, spectra) */
    NDArray spectra(NDArray features, NDArray source, NDArray style) { // features: (1, C, 2 steps)
        return scoped(() -> {
            NDArray buzz = kernels.spectrum(source.squeeze(2), config.fftSize(), config.hop());
            NDArray x = features;
            for (int n = 0; n < stages.size(); n++) {
                int stage = n;
                NDArray before = x;
                x = scoped(() -> longer(stage, before, buzz, style));
            }
            return convPost.forward(kernels.leaky(x, LAST_SLOPE));
        });
    }

    private NDArray longer(int n, NDArray x, NDArray buzz, NDArray style) {
        Stage stage = stages.get(n);
        boolean last = n + 1 == stages.size();
        NDArray longer = kernels.convolveTransposed(kernels.leaky(x, SLOPE), stage.up, stage.upBias, stage.rate);
        NDArray y = last ? kernels.mirrorFirst(longer) : longer; // as many as there are spectra
        long padding = last ? 0 : (stage.noiseStride + 1) / 2;
        NDArray noise = kernels.convolve(buzz, stage.noise, stage.noiseStride, padding, 1, stage.noiseBias);
        NDArray sum = scoped(() -> y.add(stage.noiseRes.forward(noise, style)));
        int kinds = config.dilations().size();
        NDArray mean = null;
        for (int kind = 0; kind < kinds; kind++) {
            NDArray part = resblocks.get(n * kinds + kind).forward(sum, style);
            if (mean == null) {
                mean = part;
            } else {
                mean = kernels.addTo(mean, part);
                part.close();
            }
        }
        return mean.div(kinds);
    }

    NDArray samples(NDArray spectra) {
        return kernels.sound(spectra, config.fftSize(), config.hop()); // (samples)
    }
}
