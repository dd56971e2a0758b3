package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.media.TestFiles.WavFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoundTrackTest {
    private static final int RATE = 48_000;
    private static final int SECONDS = 40;
    private static final int BLOCK = AacEncoder.PACKET_SAMPLES;

    @TempDir
    private Path folder;

    /** The stretches that are encoded apart meet at multiples of 512 blocks. */
    @Test
    void nothingIsHeardWhereTwoStretchesMeet() throws MediaException {
        float[] original = knocks();
        float[] encoded = encodedAndDecoded(i -> original[i]);
        double[] errors = errorOfBlocks(original, encoded);

        double usual = 0;
        double atSeams = 0;
        int seams = 0;
        for (int block = 0; block < errors.length; block++) {
            boolean nearSeam = block >= 510 && (block + 2) % 512 <= 4;
            usual += nearSeam ? 0 : errors[block];
            atSeams += nearSeam ? errors[block] : 0;
            seams += nearSeam ? 1 : 0;
        }
        assertThat(encoded).hasSameSizeAs(original);
        assertThat(seams).isEqualTo(15);
        assertThat(atSeams / seams).isLessThan(1.5 * usual / (errors.length - seams));
    }

    /** A hum with sharp knocks, which make the encoder change the shape of its windows again and again. */
    private static float[] knocks() {
        Random random = new Random(7);
        float[] sound = new float[SECONDS * RATE];
        for (int i = 0; i < sound.length; i++) {
            double knock = Math.exp(-(i % 3_001) / 200.0) * random.nextGaussian() * 0.2;
            sound[i] = (float) (0.3 * Math.sin(2 * Math.PI * 220 * i / RATE) + knock);
        }
        return sound;
    }

    private float[] encodedAndDecoded(IntToDoubleFunction wave) throws MediaException {
        byte[] wav = TestFiles.wav(WavFormat.PCM_F32LE, RATE, 1, SECONDS * RATE, wave);
        Path source = TestFiles.write(folder.resolve("source.wav"), wav);
        Path out = folder.resolve("out.m4a");
        try (Mp4Writer writer = new Mp4Writer(out);
                SoundTrack track =
                        new SoundTrack(writer, List.of(new Stitcher.Voice(source, 0, SECONDS)), SECONDS * 25)) {
            writer.start(Map.of(), Map.of());
            track.writeUntil(SECONDS * 25);
            writer.complete();
            writer.publish();
        }
        float[] decoded = new float[SECONDS * RATE];
        int at = 0;
        try (SoundDecoder decoder = SoundDecoder.open(out, Long.MAX_VALUE, 1)) {
            for (float[] block = decoder.next(); block != null; block = decoder.next()) {
                int count = Math.min(block.length, decoded.length - at);
                System.arraycopy(block, 0, decoded, at, count);
                at += count;
            }
        }
        assertThat(at).isEqualTo(decoded.length);
        return decoded;
    }

    private static double[] errorOfBlocks(float[] original, float[] encoded) {
        double[] errors = new double[original.length / BLOCK];
        for (int i = 0; i < errors.length * BLOCK; i++) {
            double difference = original[i] - encoded[i];
            errors[i / BLOCK] += difference * difference;
        }
        return errors;
    }
}
