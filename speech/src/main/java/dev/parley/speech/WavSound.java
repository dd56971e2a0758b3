package dev.parley.speech;

import dev.parley.speech.SpeechException.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads what speech programs write: WAV of one channel in 16 bits, whose header may not know how long it is. */
final class WavSound {
    private static final int FORMAT_BYTES = 16;

    static SpokenSentence of(byte[] file, String program) throws SpeechException {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < 12 || !tag(bytes).equals("RIFF") || !tagAt(bytes, 8).equals("WAVE")) {
            throw strange(program, "it wrote no WAV");
        }
        bytes.position(12);
        int rate = 0;
        while (bytes.remaining() >= 8) {
            String chunk = tag(bytes);
            long size = bytes.getInt() & 0xffffffffL;
            if (chunk.equals("fmt ") && bytes.remaining() >= FORMAT_BYTES) {
                rate = rate(bytes, program);
            } else if (chunk.equals("data") && rate > 0) {
                return new SpokenSentence(samples(bytes, size), rate, List.of(), List.of());
            }
            bytes.position((int) Math.min(bytes.limit(), bytes.position() + size + size % 2));
        }
        throw strange(program, "its WAV has no sound");
    }

    /** Leaves the position where it was. */
    private static int rate(ByteBuffer bytes, String program) throws SpeechException {
        int at = bytes.position();
        int rate = bytes.getInt(at + 4);
        if (bytes.getShort(at) != 1
                || bytes.getShort(at + 2) != 1
                || bytes.getShort(at + 14) != 16
                || rate < 8_000
                || rate > 192_000) {
            throw strange(program, "its WAV is not of one channel in 16 bits");
        }
        return rate;
    }

    private static float[] samples(ByteBuffer bytes, long size) {
        float[] samples = new float[(int) Math.min(size, bytes.remaining()) / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = bytes.getShort() / 32768f;
        }
        return samples;
    }

    private static String tag(ByteBuffer bytes) {
        String tag = tagAt(bytes, bytes.position());
        bytes.position(bytes.position() + 4);
        return tag;
    }

    private static String tagAt(ByteBuffer bytes, int at) {
        return new String(bytes.array(), at, 4, StandardCharsets.ISO_8859_1);
    }

    private static SpeechException strange(String program, String what) {
        return new SpeechException(Problem.SYNTHESIZER_FAILED, "%s failed: %s".formatted(program, what));
    }

    private WavSound() {}
}
