package dev.parley.multitalk.internal.audio;

import java.io.IOException;
import java.nio.file.Path;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** A 16-bit WAV file as samples in [-1, 1]. */
public record Wav(float[][] channels, int rate) {
    public static Wav read(Path file) {
        try (AudioInputStream in = AudioSystem.getAudioInputStream(file.toFile())) {
            AudioFormat format = in.getFormat();
            if (format.getSampleSizeInBits() != 16 || format.isBigEndian()) {
                throw new IllegalArgumentException(file + " is " + format);
            }
            byte[] bytes = in.readAllBytes();
            int count = format.getChannels();
            float[][] channels = new float[count][bytes.length / 2 / count];
            for (int i = 0; i < bytes.length / 2; i++) {
                short sample = (short) (bytes[2 * i] & 0xff | bytes[2 * i + 1] << 8);
                channels[i % count][i / count] = sample / 32768f;
            }
            return new Wav(channels, (int) format.getSampleRate());
        } catch (IOException | UnsupportedAudioFileException e) {
            throw new IllegalArgumentException(file.toString(), e);
        }
    }
}
