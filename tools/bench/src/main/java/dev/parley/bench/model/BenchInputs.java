package dev.parley.bench.model;

import dev.parley.media.Limits;
import dev.parley.media.MediaException;
import dev.parley.media.Picture;
import dev.parley.media.Pictures;
import dev.parley.media.Sounds;
import dev.parley.multitalk.RgbImage;
import dev.parley.multitalk.Speech;
import dev.parley.plan.FrameRate;
import dev.parley.plan.Size;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;

/** The picture and the recording that a measurement renders. */
final class BenchInputs {
    /** @throws IllegalArgumentException if the file is no picture */
    static RgbImage picture(Path image) throws IOException {
        try {
            Picture read = Pictures.read(image, Limits.DEFAULT);
            return new RgbImage(new Size(read.height(), read.width()), read.rgb());
        } catch (MediaException | UncheckedIOException e) {
            throw new IllegalArgumentException("Cannot read %s: %s".formatted(image, e.getMessage()), e);
        }
    }

    /**
     * The first frames of a recording, followed by silence where it is shorter.
     *
     * @throws IllegalArgumentException if the file holds no sound
     */
    static Speech voice(Path audio, int frames) throws IOException {
        try {
            float[] samples = Sounds.voice(audio, Limits.DEFAULT);
            Speech speech = Speech.prepare(new float[][] {samples}, Speech.RATE);
            return Speech.ofPrepared(Arrays.copyOf(speech.samples(), frames * FrameRate.SAMPLES_PER_FRAME));
        } catch (MediaException | UncheckedIOException e) {
            throw new IllegalArgumentException("Cannot read %s: %s".formatted(audio, e.getMessage()), e);
        }
    }

    private BenchInputs() {}
}
