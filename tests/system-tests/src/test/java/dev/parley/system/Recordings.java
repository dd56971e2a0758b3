package dev.parley.system;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** WAV files made of a tone that comes and goes like syllables. */
final class Recordings {
    static byte[] speechLike(double seconds, int rate) {
        int samples = (int) Math.round(seconds * rate);
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            double t = (double) i / rate;
            double syllable = Math.max(0, Math.sin(2 * Math.PI * 3 * t));
            pcm[i] = (short) (12_000 * syllable * Math.sin(2 * Math.PI * 180 * t));
        }
        return wav(pcm, rate);
    }

    /** Silence with a tone of a fifth of a second from each of {@code starts} on. */
    static byte[] bursts(int samples, int rate, int... starts) {
        short[] pcm = new short[samples];
        for (int start : starts) {
            for (int i = start; i < Math.min(samples, start + rate / 5); i++) {
                pcm[i] = (short) (12_000 * Math.cos(2 * Math.PI * 400 * (i - start) / rate));
            }
        }
        return wav(pcm, rate);
    }

    static byte[] silence(double seconds, int rate) {
        return wav(new short[(int) Math.round(seconds * rate)], rate);
    }

    /** 32-bit float samples that are not numbers. */
    static byte[] notANumber(double seconds, int rate) {
        int samples = (int) Math.round(seconds * rate);
        ByteBuffer data = ByteBuffer.allocate(samples * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples; i++) {
            data.putFloat(Float.NaN);
        }
        return riff((short) 3, (short) 32, rate, data.array());
    }

    private static byte[] wav(short[] pcm, int rate) {
        ByteBuffer data = ByteBuffer.allocate(pcm.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (short sample : pcm) {
            data.putShort(sample);
        }
        return riff((short) 1, (short) 16, rate, data.array());
    }

    private static byte[] riff(short format, short bits, int rate, byte[] data) {
        ByteBuffer head = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
        int frame = bits / 8;
        head.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + data.length);
        head.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort(format)
                .putShort((short) 1);
        head.putInt(rate).putInt(rate * frame).putShort((short) frame).putShort(bits);
        head.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(data.length);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(head.array());
        file.writeBytes(data);
        return file.toByteArray();
    }

    private Recordings() {}
}
