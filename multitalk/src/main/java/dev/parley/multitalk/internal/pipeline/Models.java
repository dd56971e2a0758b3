package dev.parley.multitalk.internal.pipeline;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.internal.clip.ImageEncoder;
import dev.parley.multitalk.internal.dit.Dit;
import dev.parley.multitalk.internal.text.TextEncoder;
import dev.parley.multitalk.internal.text.TextTokenizer;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.Torch;
import dev.parley.multitalk.internal.vae.Vae;
import dev.parley.plan.Size;
import dev.parley.plan.SpeakerMasks;
import java.util.List;

/**
 * The networks that turn a picture, a prompt and speech features into a video. They share a {@link Torch}.
 *
 * @param texts prompts that {@code textEncoder} has read
 * @param companions of {@code dit}, on further devices; usually none
 */
public record Models(
        Torch torch,
        TextTokenizer tokenizer,
        TextEncoder textEncoder,
        EncodedTexts texts,
        ImageEncoder imageEncoder,
        Vae vae,
        Dit dit,
        List<Companion> companions) {
    /** With no prompt read yet. */
    public Models(
            Torch torch,
            TextTokenizer tokenizer,
            TextEncoder textEncoder,
            ImageEncoder imageEncoder,
            Vae vae,
            Dit dit,
            List<Companion> companions) {
        this(
                torch,
                tokenizer,
                textEncoder,
                new EncodedTexts(tokenizer, textEncoder, torch.kernels(CoreKernels.class)),
                imageEncoder,
                vae,
                dit,
                companions);
    }

    public Models {
        requireNonNull(torch, "torch");
        requireNonNull(tokenizer, "tokenizer");
        requireNonNull(textEncoder, "textEncoder");
        requireNonNull(texts, "texts");
        requireNonNull(imageEncoder, "imageEncoder");
        requireNonNull(vae, "vae");
        requireNonNull(dit, "dit");
        companions = List.copyOf(companions);
    }

    /** The size of the latents of a video. */
    Size latent(Size video) {
        Shape latent = vae.latentShape(1, video.height(), video.width());
        return new Size((int) latent.get(2), (int) latent.get(3));
    }

    /**
     * Refuses two people if one of them, or the background, covers no cell of the DiT's grid: the DiT divides by the area of
     * each, so the video would be black.
     *
     * @param masks of the source picture's size
     */
    public void requireVisible(SpeakerMasks masks, Size video) {
        SpeakerMasks onLatent = masks.onLatent(video, latent(video));
        masks.requireVisible(onLatent.resize(dit.tokens(latent(video))));
    }
}
