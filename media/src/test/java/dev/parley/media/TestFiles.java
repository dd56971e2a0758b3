package dev.parley.media;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Files that tests read, written byte by byte: what is in them is known exactly. */
final class TestFiles {
    /** How a WAV stores its samples: FFmpeg's name of the codec, WAV's format number, bits. */
    enum WavFormat {
        PCM_U8(1, 8),
        PCM_S16LE(1, 16),
        PCM_S24LE(1, 24),
        PCM_F32LE(3, 32);

        private final int number;
        private final int bits;

        WavFormat(int number, int bits) {
            this.number = number;
            this.bits = bits;
        }
    }

    static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] readAll(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of the files that come with the tests. */
    static Path resource(String name) {
        try {
            return Path.of(TestFiles.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first {@code percent} of a file. */
    static byte[] cut(byte[] file, int percent) {
        return Arrays.copyOf(file, (int) ((long) file.length * percent / 100));
    }

    /** A WAV whose sample {@code i} of every channel is {@code wave(i)}. */
    static byte[] wav(WavFormat format, int rate, int channels, int samples, IntToDoubleFunction wave) {
        return wav(format, rate, samples, Collections.nCopies(channels, wave));
    }

    /** A WAV with a wave for each channel. */
    static byte[] wav(WavFormat format, int rate, int samples, List<IntToDoubleFunction> waves) {
        int channels = waves.size();
        int block = channels * format.bits / 8;
        ByteBuffer wav = ByteBuffer.allocate(44 + samples * block).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(US_ASCII)).putInt(36 + samples * block).put("WAVEfmt ".getBytes(US_ASCII));
        wav.putInt(16)
                .putShort((short) format.number)
                .putShort((short) channels)
                .putInt(rate);
        wav.putInt(rate * block).putShort((short) block).putShort((short) format.bits);
        wav.put("data".getBytes(US_ASCII)).putInt(samples * block);
        for (int i = 0; i < samples; i++) {
            for (IntToDoubleFunction wave : waves) {
                put(wav, format, wave.applyAsDouble(i));
            }
        }
        return wav.array();
    }

    /** A WAV of 16 kHz that says of {@code bits} in {@code bytes} of each sample that they count, the topmost ones. */
    static byte[] extensibleWav(int bytes, int bits, int mask, int channels, int samples, IntToDoubleFunction wave) {
        int block = channels * bytes;
        ByteBuffer wav = ByteBuffer.allocate(80 + samples * block).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(US_ASCII)).putInt(72 + samples * block).put("WAVEJUNK".getBytes(US_ASCII));
        wav.putInt(3).putInt(0).put("fmt ".getBytes(US_ASCII)).putInt(40);
        wav.putShort((short) 0xfffe).putShort((short) channels).putInt(16_000).putInt(16_000 * block);
        wav.putShort((short) block).putShort((short) (8 * bytes)).putShort((short) 22);
        wav.putShort((short) bits).putInt(mask);
        wav.putLong(0x0010_0000_0000_0001L).putLong(0x719b_3800_aa00_0080L);
        wav.put("data".getBytes(US_ASCII)).putInt(samples * block);
        for (int i = 0; i < samples * channels; i++) {
            long sample = Math.round(wave.applyAsDouble(i / channels) * ((1L << bits - 1) - 1)) << 8 * bytes - bits;
            for (int b = 0; b < bytes; b++) {
                wav.put((byte) (sample >> 8 * b));
            }
        }
        return wav.array();
    }

    private static void put(ByteBuffer wav, WavFormat format, double value) {
        switch (format) {
            case PCM_U8 -> wav.put((byte) Math.round(128 + value * 127));
            case PCM_S16LE -> wav.putShort((short) Math.round(value * 32_767));
            case PCM_S24LE -> {
                int sample = (int) Math.round(value * 8_388_607);
                wav.put((byte) sample).put((byte) (sample >> 8)).put((byte) (sample >> 16));
            }
            case PCM_F32LE -> wav.putFloat((float) value);
        }
    }

    static IntToDoubleFunction sine(double hertz, double amplitude, int rate) {
        return i -> amplitude * Math.sin(2 * Math.PI * hertz * i / rate);
    }

    /** 440 Hz, 16 bit, mono. */
    static byte[] tone(int rate, double seconds) {
        return wav(WavFormat.PCM_S16LE, rate, 1, (int) Math.round(seconds * rate), sine(440, 0.5, rate));
    }

    /** A PNG of any size, bit depth and color type whose (unpacked, filter bytes included) rows are given. */
    static byte[] png(int width, int height, int depth, int colorType, byte[] rows, byte[]... extraChunks) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        png.writeBytes(chunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put((byte) depth)
                        .put((byte) colorType)
                        .array()));
        for (byte[] extra : extraChunks) {
            png.writeBytes(extra);
        }
        png.writeBytes(chunk("IDAT", deflate(rows)));
        png.writeBytes(chunk("IEND", new byte[0]));
        return png.toByteArray();
    }

    static byte[] chunk(String type, byte[] data) {
        byte[] name = type.getBytes(US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        return ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(name)
                .put(data)
                .putInt((int) crc.getValue())
                .array();
    }

    private static byte[] deflate(byte[] data) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            deflater.write(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private TestFiles() {}
}
