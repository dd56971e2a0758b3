package dev.parley.speech;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One person's voice on its way into a WAV file (one channel, 16 bits), sentence by sentence. For one thread. */
public final class SpokenTrack implements AutoCloseable {
    private static final int HEADER = 44;
    private static final int BLOCK = 1 << 14;

    private final Path file;
    private final int rate;
    private final OutputStream out;
    private long samples;

    public SpokenTrack(Path file, int rate) throws IOException {
        this.file = file;
        this.rate = rate;
        this.out = Files.newOutputStream(file);
        out.write(new byte[HEADER]);
    }

    /** Where the next sample will be heard. */
    public double seconds() {
        return (double) samples / rate;
    }

    /** Nothing is heard up to there; no change where it was heard already. */
    public void silenceUntil(double seconds) throws IOException {
        long missing = Math.round(seconds * rate) - samples;
        while (missing > 0) {
            int some = (int) Math.min(missing, BLOCK);
            out.write(new byte[2 * some]);
            samples += some;
            missing -= some;
        }
    }

    /** @throws IllegalArgumentException when it has another rate than the track */
    public void add(SpokenSentence speech) throws IOException {
        if (speech.rate() != rate) {
            throw new IllegalArgumentException(
                    "A track at %d Hz cannot take a sentence at %d Hz".formatted(rate, speech.rate()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(2 * speech.samples().length).order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : speech.samples()) {
            bytes.putShort((short) Math.max(-32768, Math.min(32767, Math.round(sample * 32768))));
        }
        out.write(bytes.array());
        samples += speech.samples().length;
    }

    /** Completes the file. */
    @Override
    public void close() throws IOException {
        out.close();
        try (FileChannel header = FileChannel.open(file, StandardOpenOption.WRITE)) {
            header.write(header());
        }
    }

    private ByteBuffer header() {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        int bytes = Math.toIntExact(2 * samples);
        header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(HEADER - 8 + bytes);
        header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1);
        header.putInt(rate).putInt(2 * rate).putShort((short) 2).putShort((short) 16);
        header.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        return header.flip();
    }
}
