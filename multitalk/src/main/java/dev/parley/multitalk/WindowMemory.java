package dev.parley.multitalk;

import dev.parley.multitalk.internal.dit.Dit;
import dev.parley.plan.FrameRate;
import dev.parley.plan.Size;

/**
 * Estimates from tensor sizes how much device memory a render needs beside the weights, in bytes. Errs on the high side. The
 * tensor counts were fitted to measurements on an H200 in bfloat16, with the VAE in float32.
 */
public record WindowMemory(TransformerMemory transformer, VaeMemory vae, SpeechEncoderMemory speechEncoder) {
    /** The peak: speech encoding, denoising and the VAE run one after the other, and each frees its memory. */
    public long bytes(VideoRequest request) {
        Settings settings = request.settings();
        Size video = settings.sizes().choose(request.picture().size());
        int people = request.heard();
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
     * @param width C, the width of a token
     * @param hidden width of the feed-forward layer
     * @param patch latent pixels per token
     * @param audioTokens per voice and latent frame
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
         * Live tensors (1, L, C) during a block's attention: its input, the normed input, queries, keys, values, and their
         * rotation in float32. Two blocks of real width took 18.9 at 33,600 tokens.
         */
        private static final long ATTENDING = 20;

        /** Live tensors (1, L, C) around the feed-forward layer: the block's input, its own, the finished slices and the result. */
        private static final long FEEDING = 4;

        long bytes(long latentPixels, long latentFrames, int people, Settings settings) {
            long tokens = latentPixels / patch;
            boolean text = settings.guidance().guidesText();
            long residuals =
                    settings.teaCache() == null ? 0 : settings.guidance().passesPerStep();
            long block = Math.max(ATTENDING * of(tokens), feedForward(tokens));
            long held = keyValues(text ? 2 : 1, (people + 1) * latentFrames) + residuals * of(tokens);
            return block + held + widened();
        }

        /** A tensor (1, tokens, C). */
        private long of(long tokens) {
            return tokens * width * type.bytes();
        }

        /** The hidden layer exists twice, before and after its activation; long windows are processed in slices. */
        private long feedForward(long tokens) {
            return FEEDING * of(tokens) + 2 * Math.min(tokens * hidden, Dit.HIDDEN_VALUES) * type.bytes();
        }

        /** Keys and values that every block keeps between steps; voices are those of the people and silence. */
        private long keyValues(long prompts, long voices) {
            return 2 * blocks * of(prompts * textTokens + imageTokens + voices * audioTokens);
        }

        /** The largest eight-bit weight, widened for multiplication; FP8's eight-bit inputs need less. */
        private long widened() {
            return eightBits ? width * hidden * type.bytes() : 0;
        }
    }

    /**
     * The VAE's sizes.
     *
     * @param width channels of its last layers, where frames have the size of the video
     */
    public record VaeMemory(TorchType type, long width, int pixelsPerLatent, int framesPerLatent, Tiling tiling) {
        /**
         * Live tensors (4, width, H, W) while the last layers decode: their own, the frames side by side for a convolution,
         * its workspace, and what all layers remember. 640x640 in float32 took 23, or 25 with the video, before frames were
         * convolved separately on a GPU.
         */
        private static final long DECODING = 24;

        /** Whole videos (3, F, H, W) in float32: the slices, the joined video, and the color-matched one. */
        private static final long VIDEOS = 4;

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
     * @param channels of its first convolution, the largest tensor: all later ones are shorter
     * @param stride of that convolution, in samples
     */
    public record SpeechEncoderMemory(long channels, long stride) {
        /** Live tensors (channels, samples / stride) in float32: convolution, norm and activation. Estimated, not measured. */
        private static final long ENCODING = 4;

        /** A voice is encoded as a whole. */
        long bytes(int frames) {
            long samples = (long) frames * FrameRate.SAMPLES_PER_FRAME;
            return ENCODING * channels * (samples / stride) * TorchType.F32.bytes();
        }
    }
}
