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
import picocli.CommandLine.Option;

/** The model, and the picture and the recording that a measurement renders with it. */
final class BenchInputs {
    static final String PROMPT = "A woman is talking.";

    @Option(names = "--model", defaultValue = "models/multitalk-tiny", description = "Default: ${DEFAULT-VALUE}.")
    Path directory;

    @Option(names = "--image", defaultValue = "samples/woman.png", description = "Default: ${DEFAULT-VALUE}.")
    private Path image;

    @Option(names = "--audio", defaultValue = "samples/hello.wav", description = "Default: ${DEFAULT-VALUE}.")
    private Path audio;

    /** @throws IllegalArgumentException if the file is no picture */
    RgbImage picture() throws IOException {
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
    Speech voice(int frames) throws IOException {
        try {
            float[] samples = Sounds.voice(audio, Limits.DEFAULT);
            Speech speech = Speech.prepare(new float[][] {samples}, Speech.RATE);
            return Speech.ofPrepared(Arrays.copyOf(speech.samples(), frames * FrameRate.SAMPLES_PER_FRAME));
        } catch (MediaException | UncheckedIOException e) {
            throw new IllegalArgumentException("Cannot read %s: %s".formatted(audio, e.getMessage()), e);
        }
    }
}
