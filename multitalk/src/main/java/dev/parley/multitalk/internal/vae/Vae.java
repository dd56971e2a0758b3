package dev.parley.multitalk.internal.vae;

import static dev.parley.multitalk.internal.torch.TensorScope.reading;
import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.Tiling;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.TensorScope;

/**
 * Wan 2.1's causal VAE: {@code 4n+1} pixel frames of {@code H x W} are {@code n+1} latent frames of {@code H/8 x W/8}.
 * The first frame stands alone, every later latent frame holds four. Computes in the
 * precision its weights were loaded in; video and latents are float32. All sizes are the checkpoint's.
 *
 * <p>A video passes in slices, and what a slice leaves in the {@link Stream} is part of what the next one computes:
 * the slices below are the reference's, not a choice. The paper: Wan, arXiv 2503.20314; the file:
 * {@code wan/modules/vae.py}.
 */
public final class Vae {
    private final VaeKernels kernels;
    private final CoreKernels core;
    private final String device;
    private final TorchType precision;
    private final Tiles tiles;
    private final Coder encoder;
    private final CausalConv3d conv1;
    private final CausalConv3d conv2;
    private final Coder decoder;
    private final int channels;
    private final int framesPerLatent;
    private final int pixelsPerLatent;
    private final NDArray mean; // (1, C, 1, 1)
    private final NDArray deviation; // (1, C, 1, 1)

    /** Hears of a video's slices, and may end the work by throwing: its exception comes out as it is. */
    @FunctionalInterface
    public interface Slices {
        /** Before each slice: {@code slice} of {@code slices}, from 0. */
        void slice(int slice, int slices);

        /** Listens to nothing. */
        static Slices ignored() {
            return (slice, slices) -> {};
        }
    }

    /**
     * @param weights in float32, or in bfloat16 for half the memory and time on a GPU at some loss
     * @throws IllegalArgumentException if {@code scale} has another number of channels than the checkpoint
     */
    public Vae(Weights weights, LatentScale scale, Tiling tiling) {
        kernels = weights.kernels(VaeKernels.class);
        core = weights.kernels(CoreKernels.class);
        device = weights.torch().device();
        precision = weights.precision();
        tiles = Tiles.of(tiling);
        PixelOperations pixels = FusedPixels.on(weights);
        encoder = Coder.encoder(weights.at("encoder"), pixels);
        conv1 = new CausalConv3d(weights.at("conv1"), pixels);
        conv2 = new CausalConv3d(weights.at("conv2"), pixels);
        decoder = Coder.decoder(weights.at("decoder"), pixels);
        channels = (int) conv2.out();
        framesPerLatent = 1 << encoder.temporalSteps();
        pixelsPerLatent = 1 << encoder.spatialSteps();
        if (scale.mean().length != channels) {
            throw new IllegalArgumentException("The VAE has %d latent channels, the means and deviations are for %d"
                    .formatted(channels, scale.mean().length));
        }
        Shape perChannel = new Shape(1, channels, 1, 1);
        mean = TensorScope.keep(weights.torch().manager().create(scale.mean(), perChannel));
        deviation = TensorScope.keep(weights.torch().manager().create(scale.deviation(), perChannel));
    }

    /** Latent channels. */
    public int channels() {
        return channels;
    }

    /** Pixel frames in every latent frame but the first. */
    public int framesPerLatent() {
        return framesPerLatent;
    }

    /** The shape of the latents of a video: {@code (C, T, H/8, W/8)}. */
    public Shape latentShape(int pixelFrames, int height, int width) {
        return new Shape(
                channels, 1 + (pixelFrames - 1) / framesPerLatent, height / pixelsPerLatent, width / pixelsPerLatent);
    }

    /**
     * @param video (3, F, H, W), float32 in [-1, 1], {@code F = 4n+1}, sides divisible by 8
     * @param listener called before each slice
     * @return (C, n+1, H/8, W/8), float32, brought to mean 0 and deviation 1; the mode of the posterior, nothing drawn
     */
    public NDArray encode(NDArray video, Slices listener) {
        long frames = video.getShape().get(1);
        if (frames % framesPerLatent != 1) {
            throw new IllegalArgumentException(
                    "A video to encode has %dn+1 frames, not %d".formatted(framesPerLatent, frames));
        }
        return tiles.map(kernels, video, pixelsPerLatent, 1, tile -> encodeTile(tile, listener));
    }

    private NDArray encodeTile(NDArray video, Slices listener) {
        long frames = video.getShape().get(1);
        return scoped(() -> {
            NDArray batch = place(video.transpose(1, 0, 2, 3)); // (F, 3, H, W)
            NDList latents = new NDList();
            try (Stream stream = new Stream()) {
                int count = (int) (1 + (frames - 1) / framesPerLatent);
                boolean[] again = again(batch, count);
                for (int i = 0; i < count; i++) {
                    listener.slice(i, count);
                    long from = i == 0 ? 0 : 1 + (i - 1L) * framesPerLatent;
                    NDArray slice = frames(batch, from, 1 + (long) i * framesPerLatent);
                    boolean same = again[i];
                    latents.add(scoped(() -> encoder.forward(slice, same, stream))); // (1, 2C, H/8, W/8)
                }
                NDArray moments = conv1.forward(NDArrays.concat(latents, 0), stream); // (n+1, 2C, H/8, W/8)
                NDArray mode = moments.get(new NDIndex(":, :{}", channels)); // the rest is the log variance
                return kernels.normalize(mode, mean, deviation).transpose(1, 0, 2, 3); // (C, n+1, H/8, W/8)
            }
        });
    }

    /** Which slices of a video (F, 3, H, W) are the same as the slice before: never the first two, which differ in length. */
    private boolean[] again(NDArray video, int slices) {
        boolean[] again = new boolean[slices];
        if (slices > 2) {
            boolean[] later =
                    reading(() -> kernels.again(video, framesPerLatent).toBooleanArray());
            System.arraycopy(later, 0, again, 2, later.length);
        }
        return again;
    }

    /**
     * @param latent (C, T, h, w), float32
     * @param listener called before each slice
     * @return (3, 4T-3, 8h, 8w), float32 in [-1, 1]
     */
    public NDArray decode(NDArray latent, Slices listener) {
        return tiles.map(kernels, latent, 1, pixelsPerLatent, tile -> decodeTile(tile, listener));
    }

    private NDArray decodeTile(NDArray latent, Slices listener) {
        return scoped(() -> {
            NDList slices = new NDList();
            try (Stream stream = new Stream()) {
                NDArray normal = latent.transpose(1, 0, 2, 3); // (T, C, h, w)
                NDArray z = conv2.forward(place(kernels.denormalize(normal, mean, deviation)), stream); // (T, C, h, w)
                int count = (int) latent.getShape().get(1);
                for (int t = 0; t < count; t++) {
                    listener.slice(t, count);
                    NDArray frame = frames(z, t, t + 1); // (1, C, h, w)
                    slices.add(
                            scoped(() -> kernels.clamp(decoder.forward(frame, false, stream)))); // (1 or 4, 3, 8h, 8w)
                }
            }
            return NDArrays.concat(slices, 0).transpose(1, 0, 2, 3); // (3, 4T-3, 8h, 8w)
        });
    }

    private NDArray place(NDArray x) {
        return core.place(x, device, precision.code());
    }

    private static NDArray frames(NDArray batch, long from, long to) {
        return batch.get(new NDIndex("{}:{}", from, to));
    }
}
