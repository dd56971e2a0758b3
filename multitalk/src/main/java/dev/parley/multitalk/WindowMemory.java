package dev.parley.multitalk;

import dev.parley.multitalk.checkpoint.Checkpoint;
import dev.parley.multitalk.checkpoint.CheckpointException;
import dev.parley.multitalk.dit.Dit;
import dev.parley.multitalk.dit.DitConfig;
import dev.parley.multitalk.torch.TorchType;
import dev.parley.multitalk.vae.Tiling;
import dev.parley.multitalk.wav2vec2.SpeechEncoderConfig;
import dev.parley.plan.FrameRate;
import dev.parley.plan.Size;

/**
 * What a render takes on the device beside the weights, in bytes: an estimate from the sizes of tensors. It means to be a
 * little too high: the counts of tensors were set by what was measured on an H200 in bfloat16, the VAE in float32.
 */
public record WindowMemory(TransformerMemory transformer, VaeMemory vae, SpeechEncoderMemory speechEncoder) {
    /** The most at a time: hearing, denoising and coding come one after the other, and each frees what it took. */
    public long bytes(VideoRequest request) {
        Settings settings = request.settings();
        Size video = settings.sizes().choose(request.picture().size());
        int people = request.voices().size();
        int frames = MultiTalk.plan(request).coveredFrames();
        long latentFrames = vae.latentFrames(settings.windowFrames());
        long latentPixels = latentFrames * vae.latentPixels(video);
        return Math.max(
                speechEncoder.bytes(frames),
                Math.max(
                        transformer.bytes(latentPixels, latentFrames, people, settings),
                        vae.bytes(settings.windowFrames(), video)));
    }

    /**
     * The transformer's sizes.
     *
     * @param width C, of a token
     * @param hidden width within the feed forward
     * @param patch latent pixels of a token
     * @param audioTokens of one voice, for each latent frame
     */
    public record TransformerMemory(
            TorchType type,
            boolean eightBits,
            int blocks,
            long width,
            long hidden,
            long patch,
            long textTokens,
            long imageTokens,
            long audioTokens) {
        /**
         * Tensors (1, L, C) that are there while a block attends: its input, the normed one, queries, keys and values, and
         * what turns them in float32. Two blocks of real width took 18.9 at 33,600 tokens.
         */
        private static final long ATTENDING = 20;

        /** Tensors (1, L, C) around the feed forward: the block's input, its own, the slices done and the result. */
        private static final long FEEDING = 4;

        static TransformerMemory of(Checkpoint checkpoint, DitConfig config, long imageTokens, ModelOptions options) {
            String patch = "patch_embedding.weight"; // (C, channels, frames, rows, columns)
            return new TransformerMemory(
                    options.precision().dit(),
                    options.quantization() != Quantization.NONE,
                    checkpoint.count("blocks."),
                    checkpoint.size(patch, 0),
                    checkpoint.size("blocks.0.ffn.0.bias", 0),
                    checkpoint.size(patch, 2) * checkpoint.size(patch, 3) * checkpoint.size(patch, 4),
                    config.textLength(),
                    imageTokens,
                    checkpoint.size("audio_proj.proj3.bias", 0) / config.audioWidth());
        }

        long bytes(long latentPixels, long latentFrames, int people, Settings settings) {
            long tokens = latentPixels / patch;
            boolean text = settings.guidance().guidesText();
            long residuals = settings.teaCache() == null ? 0 : text ? 3 : 2;
            long block = Math.max(ATTENDING * of(tokens), feedForward(tokens));
            long held = keyValues(text ? 2 : 1, (people + 1) * latentFrames) + residuals * of(tokens);
            return block + held + widened();
        }

        /** A tensor (1, tokens, C). */
        private long of(long tokens) {
            return tokens * width * type.bytes();
        }

        /** The hidden layer is there twice, before and behind its activation; long windows pass in slices. */
        private long feedForward(long tokens) {
            return FEEDING * of(tokens) + 2 * Math.min(tokens * hidden, Dit.HIDDEN_VALUES) * type.bytes();
        }

        /** Keys and values that every block holds from step to step; voices are the people's and silence. */
        private long keyValues(long prompts, long voices) {
            return 2 * blocks * of(prompts * textTokens + imageTokens + voices * audioTokens);
        }

        /** The largest weight in eight bits, made a float while it is multiplied; FP8's inputs in eight bits take less. */
        private long widened() {
            return eightBits ? width * hidden * type.bytes() : 0;
        }
    }

    /**
     * The VAE's sizes.
     *
     * @param width channels of its last layers, where frames are as large as the video's
     */
    public record VaeMemory(TorchType type, long width, int pixelsPerLatent, int framesPerLatent, Tiling tiling) {
        /**
         * Tensors (4, width, H, W) that are there while the last layers decode: theirs, the frames laid side by side for
         * a convolution, what it works in, and what all layers remember. 640x640 in float32 took 23, video and all 25, before
         * frames were convolved apart on a GPU.
         */
        private static final long DECODING = 24;

        /** Whole videos (3, F, H, W) in float32: the slices, the video of them, and with its colors matched. */
        private static final long VIDEOS = 4;

        static VaeMemory of(Checkpoint checkpoint, ModelOptions options) {
            return new VaeMemory(
                    options.precision().vae(),
                    checkpoint.size("decoder.head.0.gamma", 0),
                    1
                            << checkpoint.tensors().keySet().stream()
                                    .filter(key -> key.matches("encoder\\.downsamples\\.\\d+\\.resample\\.1\\.weight"))
                                    .count(),
                    1
                            << checkpoint.tensors().keySet().stream()
                                    .filter(key -> key.matches("encoder\\.downsamples\\.\\d+\\.time_conv\\.weight"))
                                    .count(),
                    options.tiling());
        }

        long latentFrames(int frames) {
            return 1 + (frames - 1) / framesPerLatent;
        }

        long latentPixels(Size video) {
            return (long) (video.height() / pixelsPerLatent) * (video.width() / pixelsPerLatent);
        }

        long bytes(int frames, Size video) {
            long pixels = side(video.height()) * side(video.width());
            long whole = 3L * frames * video.height() * video.width() * TorchType.F32.bytes();
            return DECODING * framesPerLatent * width * pixels * type.bytes() + VIDEOS * whole;
        }

        private long side(int pixels) {
            return Math.min(pixels, (long) tiling.tile() * pixelsPerLatent);
        }
    }

    /**
     * The speech encoder's sizes.
     *
     * @param channels of its first convolution, the largest tensor: everything behind it is shorter
     * @param stride of that convolution, in samples
     */
    public record SpeechEncoderMemory(long channels, long stride) {
        /** Tensors (channels, samples / stride) in float32: the convolution, its norm and its activation. Not measured. */
        private static final long HEARING = 4;

        private static final String FIRST = "feature_extractor.conv_layers.0.conv.weight"; // (channels, 1, kernel)

        static SpeechEncoderMemory of(Checkpoint checkpoint, SpeechEncoderConfig config) {
            String key = checkpoint.tensors().keySet().stream()
                    .filter(name -> name.endsWith(FIRST))
                    .findFirst()
                    .orElseThrow(() -> new CheckpointException("%s: no %s".formatted(checkpoint.path(), FIRST)));
            return new SpeechEncoderMemory(
                    checkpoint.size(key, 0), config.strides().get(0));
        }

        /** A voice is heard as a whole. */
        long bytes(int frames) {
            long samples = (long) frames * FrameRate.SAMPLES_PER_FRAME;
            return HEARING * channels * (samples / stride) * TorchType.F32.bytes();
        }
    }
}
