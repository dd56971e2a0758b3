package dev.parley.worker;

import dev.parley.media.Picture;
import dev.parley.media.Pictures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Small pictures and recordings. */
public final class TestMedia {
    /** A skin-colored picture with a darker oval and red lips, different in every pixel. */
    public static Picture face(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean lips = Math.abs(y - height * 0.64) < height * 0.02 && Math.abs(x - width / 2) < width * 0.08;
                int at = (y * width + x) * 3;
                rgb[at] = (byte) ((lips ? 170 : 200) + (x + y) % 7);
                rgb[at + 1] = (byte) ((lips ? 50 : 150) + x % 5);
                rgb[at + 2] = (byte) ((lips ? 60 : 120) + y % 5);
            }
        }
        return new Picture(width, height, rgb);
    }

    public static byte[] facePng(int width, int height) {
        return Pictures.png(face(width, height));
    }

    /** Syllables, four a second: half of each is a tone, half is silence. */
    public static float[] speech(double seconds) {
        float[] samples = new float[(int) Math.round(seconds * 16_000)];
        for (int i = 0; i < samples.length; i++) {
            boolean sounds = i / 2_000 % 2 == 0;
            samples[i] = sounds ? (float) (0.5 * Math.sin(i * 2 * Math.PI * 220 / 16_000)) : 0;
        }
        return samples;
    }

    /** {@link #speech} as a 16 kHz mono WAV file. */
    public static byte[] speechWav(double seconds) {
        return wav(speech(seconds));
    }

    /** A 16 kHz WAV file of those channels, all of one length. */
    public static byte[] wav(float[]... channels) {
        int block = 2 * channels.length;
        int bytes = channels[0].length * block;
        ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) channels.length).putInt(16_000).putInt(16_000 * block);
        wav.putShort((short) block).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        for (int i = 0; i < channels[0].length; i++) {
            for (float[] channel : channels) {
                wav.putShort((short) Math.round(channel[i] * 32_767));
            }
        }
        return wav.array();
    }

    private TestMedia() {}
}
