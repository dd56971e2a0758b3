package dev.parley.speech.kokoro;

import dev.parley.speech.SpeechException;
import dev.parley.speech.SpeechException.Problem;
import dev.parley.speech.SpokenSentence;
import dev.parley.speech.SpokenSentence.Timed;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a farm and the program that speaks for it say to each other: a question, its answer, the next question. */
public final class SpeechWire {
    private static final int MOST_TEXT_BYTES = 1 << 20;
    /** Ten minutes at 24 kHz; a sentence takes at most one. */
    private static final int MOST_SAMPLES = 600 * 24_000;

    private static final int MOST_TIMES = 1 << 20;
    private static final int SPOKEN = 0;
    private static final int REFUSED = 1;

    /** A sentence for a voice to speak. */
    record Question(String voice, String sentence) {}

    /** Answers questions until there are no more. */
    public static void serve(KokoroVoices.Speaker speaker, InputStream in, OutputStream out) throws IOException {
        DataInputStream questions = new DataInputStream(new BufferedInputStream(in));
        DataOutputStream answers = new DataOutputStream(new BufferedOutputStream(out));
        Optional<Question> next = question(questions);
        while (next.isPresent()) {
            try {
                answer(answers, speaker.speak(next.get().voice, next.get().sentence));
            } catch (SpeechException e) {
                refuse(answers, e);
            }
            next = question(questions);
        }
    }

    static void ask(DataOutputStream out, Question question) throws IOException {
        text(out, question.voice);
        text(out, question.sentence);
        out.flush();
    }

    /** @return empty when whoever asks is done */
    private static Optional<Question> question(DataInputStream in) throws IOException {
        String voice;
        try {
            voice = text(in);
        } catch (EOFException end) {
            return Optional.empty();
        }
        return Optional.of(new Question(voice, text(in)));
    }

    private static void answer(DataOutputStream out, SpokenSentence spoken) throws IOException {
        out.writeByte(SPOKEN);
        out.writeInt(spoken.rate());
        ByteBuffer samples = ByteBuffer.allocate(Float.BYTES * spoken.samples().length);
        samples.asFloatBuffer().put(spoken.samples());
        out.writeInt(spoken.samples().length);
        out.write(samples.array());
        times(out, spoken.words());
        times(out, spoken.phonemes());
        out.flush();
    }

    private static void refuse(DataOutputStream out, SpeechException why) throws IOException {
        out.writeByte(REFUSED);
        text(out, why.problem().name());
        text(out, why.getMessage());
        out.flush();
    }

    /**
     * @throws SpeechException when the sentence was refused
     * @throws IOException when there is no answer, or one that is none
     */
    static SpokenSentence answer(DataInputStream in) throws IOException, SpeechException {
        try {
            if (in.readByte() == REFUSED) {
                throw new SpeechException(Problem.valueOf(text(in)), text(in));
            }
            int rate = in.readInt();
            byte[] bytes = exactly(in, Float.BYTES * count(in, MOST_SAMPLES));
            float[] samples = new float[bytes.length / Float.BYTES];
            ByteBuffer.wrap(bytes).asFloatBuffer().get(samples);
            return new SpokenSentence(samples, rate, times(in), times(in));
        } catch (IllegalArgumentException e) {
            throw new IOException("no answer: " + e.getMessage(), e);
        }
    }

    private static void times(DataOutputStream out, List<Timed> said) throws IOException {
        out.writeInt(said.size());
        for (Timed one : said) {
            text(out, one.text());
            out.writeDouble(one.start());
            out.writeDouble(one.end());
        }
    }

    private static List<Timed> times(DataInputStream in) throws IOException {
        int count = count(in, MOST_TIMES);
        List<Timed> said = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            said.add(new Timed(text(in), in.readDouble(), in.readDouble()));
        }
        return said;
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(exactly(in, count(in, MOST_TEXT_BYTES)), StandardCharsets.UTF_8);
    }

    private static int count(DataInputStream in, int most) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > most) {
            throw new IOException("no answer: a length of %d, at most %d is possible".formatted(count, most));
        }
        return count;
    }

    private static byte[] exactly(DataInputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("ended after %d of %d bytes".formatted(bytes.length, count));
        }
        return bytes;
    }

    private SpeechWire() {}
}
