package dev.parley.multitalk.internal.model;

import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.Quantization;
import dev.parley.multitalk.WindowMemory.SpeechEncoderMemory;
import dev.parley.multitalk.WindowMemory.TransformerMemory;
import dev.parley.multitalk.WindowMemory.VaeMemory;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.dit.DitConfig;
import dev.parley.multitalk.internal.wav2vec2.SpeechEncoderConfig;
import java.util.regex.Pattern;

/** Reads from checkpoint headers the sizes that decide how much memory a network needs for a window. */
final class NetworkMemory {
    private static final String PATCH = "patch_embedding.weight"; // (C, channels, frames, rows, columns)
    private static final String FIRST_CONVOLUTION =
            "feature_extractor.conv_layers.0.conv.weight"; // (channels, 1, kernel)
    private static final Pattern HALVES_PIXELS =
            Pattern.compile("encoder\\.downsamples\\.\\d+\\.resample\\.1\\.weight");
    private static final Pattern HALVES_FRAMES = Pattern.compile("encoder\\.downsamples\\.\\d+\\.time_conv\\.weight");

    static TransformerMemory transformer(
            Checkpoint checkpoint, DitConfig config, long imageTokens, ModelOptions options) {
        return new TransformerMemory(
                options.precision().dit(),
                options.quantization() != Quantization.NONE,
                checkpoint.count("blocks."),
                checkpoint.size(PATCH, 0),
                checkpoint.size("blocks.0.ffn.0.bias", 0),
                checkpoint.size(PATCH, 2) * checkpoint.size(PATCH, 3) * checkpoint.size(PATCH, 4),
                config.textLength(),
                imageTokens,
                checkpoint.size("audio_proj.proj3.bias", 0) / config.audioWidth());
    }

    static VaeMemory vae(Checkpoint checkpoint, ModelOptions options) {
        return new VaeMemory(
                options.precision().vae(),
                checkpoint.size("decoder.head.0.gamma", 0),
                1 << count(checkpoint, HALVES_PIXELS),
                1 << count(checkpoint, HALVES_FRAMES),
                options.tiling());
    }

    static SpeechEncoderMemory speechEncoder(Checkpoint checkpoint, SpeechEncoderConfig config) {
        String key = checkpoint.tensors().keySet().stream()
                .filter(name -> name.endsWith(FIRST_CONVOLUTION))
                .findFirst()
                .orElseThrow(
                        () -> new CheckpointException("%s: no %s".formatted(checkpoint.path(), FIRST_CONVOLUTION)));
        return new SpeechEncoderMemory(checkpoint.size(key, 0), config.strides().get(0));
    }

    private static long count(Checkpoint checkpoint, Pattern keys) {
        return checkpoint.tensors().keySet().stream()
                .filter(keys.asMatchPredicate())
                .count();
    }

    private NetworkMemory() {}
}
