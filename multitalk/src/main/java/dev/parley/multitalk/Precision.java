package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

import dev.parley.multitalk.torch.TorchType;

/**
 * What the networks compute in. The VAE and wav2vec2 always compute in float32, and so do latents, schedule and guidance.
 *
 * @param dit the diffusion transformer
 * @param text the text encoder
 * @param image the image encoder
 */
public record Precision(TorchType dit, TorchType text, TorchType image) {
    /** Everything in float32. */
    public static final Precision F32 = new Precision(TorchType.F32, TorchType.F32, TorchType.F32);

    /** As the reference runs: half the memory, and faster where bfloat16 is. */
    public static final Precision BF16 = new Precision(TorchType.BF16, TorchType.BF16, TorchType.F16);

    public Precision {
        requireNonNull(dit, "dit");
        requireNonNull(text, "text");
        requireNonNull(image, "image");
    }
}
