package dev.parley.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A tone as a WAV file that never is in memory as a whole: 96 kHz, stereo, 32 bits, 768 KB for each second. */
final class LongRecording {
    private static final int RATE = 96_000;
    private static final int BYTES_PER_SECOND = RATE * 2 * 4;

    private final int seconds;
    private final byte[] second;

    /** @param frequency in whole hertz, so that all seconds are alike */
    LongRecording(int seconds, int frequency) {
        this.seconds = seconds;
        ByteBuffer samples = ByteBuffer.allocate(BYTES_PER_SECOND).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < RATE; i++) {
            int sample = (int) (500_000_000 * Math.sin(2 * Math.PI * frequency * i / RATE));
            samples.putInt(sample).putInt(sample);
        }
        this.second = samples.array();
    }

    long bytes() {
        return 44 + (long) seconds * BYTES_PER_SECOND;
    }

    InputStream open() {
        Stream<InputStream> parts = Stream.concat(
                Stream.of(new ByteArrayInputStream(head())),
                IntStream.range(0, seconds).mapToObj(i -> new ByteArrayInputStream(second)));
        var iterator = parts.iterator();
        return new SequenceInputStream(new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return iterator.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return iterator.next();
            }
        });
    }

    void write(OutputStream out) throws IOException {
        try (InputStream in = open()) {
            in.transferTo(out);
        }
    }

    private byte[] head() {
        ByteBuffer head = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
        int data = seconds * BYTES_PER_SECOND;
        head.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + data);
        head.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        head.putShort((short) 1).putShort((short) 2).putInt(RATE).putInt(BYTES_PER_SECOND);
        head.putShort((short) 8).putShort((short) 32);
        head.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(data);
        return head.array();
    }
}
