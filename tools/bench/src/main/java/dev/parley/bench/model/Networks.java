package dev.parley.bench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.internal.dit.Conditioning;
import dev.parley.multitalk.internal.dit.Time;
import dev.parley.multitalk.internal.pipeline.Models;
import dev.parley.multitalk.internal.vae.Vae;
import dev.parley.plan.Size;
import dev.parley.plan.SpeakerMasks;
import java.util.function.Supplier;

/** What each network of a model computes for a window, on noise. The inputs belong to the scope that is open. */
record Networks(Machine machine, Models models, int frames) {
    private static final float TIMESTEP = 500;
    private static final int MASK_CHANNELS = 4;

    NDArray text(String prompt) {
        return models.textEncoder()
                .forward(models.tokenizer().encode(prompt, models.dit().textLength()));
    }

    Supplier<NDArray> seeing(Size video) {
        NDArray picture = machine.noise(1, 3, video.height(), video.width());
        return () -> models.imageEncoder().forward(picture);
    }

    Supplier<NDArray> encoding(Size video) {
        NDArray pixels = machine.pixels(1, frames, video);
        return () -> models.vae().encode(pixels, Vae.Slices.ignored());
    }

    Supplier<NDArray> decoding(Size video) {
        NDArray latent = machine.noise(latentShape(video).getShape());
        return () -> models.vae().decode(latent, Vae.Slices.ignored());
    }

    Supplier<NDArray> denoising(Size video, int people, String prompt, Shape voice) {
        Shape shape = latentShape(video); // (16, T, h, w)
        Size size = new Size((int) shape.get(2), (int) shape.get(3));
        NDArray given = machine.noise(MASK_CHANNELS + shape.get(0), shape.get(1), shape.get(2), shape.get(3));
        NDArray heard = machine.noise(people, frames, models.dit().audioWindow(), voice.get(1), voice.get(2));
        Conditioning conditioning = models.dit()
                .conditioning(
                        given,
                        models.dit().image(seeing(video).get()),
                        models.dit().text(text(prompt)),
                        models.dit().audio(heard),
                        SpeakerMasks.halves(size));
        NDArray latent = machine.noise(shape.getShape());
        Time time = models.dit().time(TIMESTEP);
        return () -> models.dit().forward(latent, time, conditioning);
    }

    private Shape latentShape(Size video) {
        return models.vae().latentShape(frames, video.height(), video.width());
    }
}
