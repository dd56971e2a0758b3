package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The types that networks compute in. wav2vec2, latents, schedule and guidance always use float32.
 *
 * @param dit the diffusion transformer
 * @param text the text encoder
 * @param image the image encoder
 * @param vae float32 as in the reference, or bfloat16
 */
public record Precision(TorchType dit, TorchType text, TorchType image, TorchType vae) {
    /** Everything in float32. */
    public static final Precision F32 = new Precision(TorchType.F32, TorchType.F32, TorchType.F32, TorchType.F32);

    /** As in the reference: half the memory, and faster on devices with fast bfloat16. */
    public static final Precision BF16 = new Precision(TorchType.BF16, TorchType.BF16, TorchType.F16, TorchType.F32);

    public Precision {
        requireNonNull(dit, "dit");
        requireNonNull(text, "text");
        requireNonNull(image, "image");
        requireNonNull(vae, "vae");
    }

    /** All types in use. */
    public Set<TorchType> types() {
        return new LinkedHashSet<>(List.of(TorchType.F32, dit, text, image, vae));
    }

    /** The same with another type for the VAE. bfloat16 is about twice as fast on a GPU. */
    public Precision withVae(TorchType other) {
        return new Precision(dit, text, image, other);
    }
}
