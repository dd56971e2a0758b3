package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

import dev.parley.multitalk.torch.TorchType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the networks compute in. wav2vec2 always computes in float32, and so do latents, schedule and guidance.
 *
 * @param dit the diffusion transformer
 * @param text the text encoder
 * @param image the image encoder
 * @param vae float32 as in the reference, or bfloat16
 */
public record Precision(TorchType dit, TorchType text, TorchType image, TorchType vae) {
    /** Everything in float32. */
    public static final Precision F32 = new Precision(TorchType.F32, TorchType.F32, TorchType.F32, TorchType.F32);

    /** As the reference runs: half the memory, and faster where bfloat16 is. */
    public static final Precision BF16 = new Precision(TorchType.BF16, TorchType.BF16, TorchType.F16, TorchType.F32);

    public Precision {
        requireNonNull(dit, "dit");
        requireNonNull(text, "text");
        requireNonNull(image, "image");
        requireNonNull(vae, "vae");
    }

    /** All that is computed in. */
    public Set<TorchType> types() {
        return new LinkedHashSet<>(List.of(TorchType.F32, dit, text, image, vae));
    }

    /** The same with the VAE in another. bfloat16 is about twice as fast on a GPU. */
    public Precision withVae(TorchType other) {
        return new Precision(dit, text, image, other);
    }
}
