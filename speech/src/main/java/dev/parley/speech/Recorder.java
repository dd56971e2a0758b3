package dev.parley.speech;

import com.sun.speech.freetts.Item;
import com.sun.speech.freetts.Relation;
import com.sun.speech.freetts.Utterance;
import com.sun.speech.freetts.UtteranceProcessor;
import com.sun.speech.freetts.audio.AudioPlayer;
import dev.parley.speech.SpokenSentence.Timed;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import javax.sound.sampled.AudioFormat;

/**
 * Stands where FreeTTS expects an audio device, and keeps what would have been heard. FreeTTS hands over each part of a
 * text before a thread of its own plays it, so times are put together in the end.
 */
final class Recorder implements AudioPlayer, UtteranceProcessor {
    private static final String SILENCE = "pau";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Part> parts = new ArrayList<>();
    private final List<Integer> beginnings = new ArrayList<>();
    private AudioFormat format;
    private float volume = 1;

    /** What FreeTTS makes in one go; times from its own beginning. */
    private record Part(List<Timed> words, List<Timed> phonemes) {}

    synchronized void begin() {
        bytes.reset();
        parts.clear();
        beginnings.clear();
    }

    /** What was written since {@link #begin()}: 16 bits, big end first. */
    synchronized SpokenSentence heard() {
        byte[] written = bytes.toByteArray();
        float[] samples = new float[written.length / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (written[2 * i] << 8 | written[2 * i + 1] & 0xff) / 32768f;
        }
        int rate = Math.round(format.getSampleRate());
        List<Timed> words = new ArrayList<>();
        List<Timed> phonemes = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            double start = beginnings.get(i) / 2 / (double) rate;
            double end = (i + 1 < parts.size() ? beginnings.get(i + 1) : written.length) / 2 / (double) rate;
            parts.get(i).words.forEach(word -> words.add(within(word.later(start), end)));
            parts.get(i).phonemes.forEach(phoneme -> phonemes.add(within(phoneme.later(start), end)));
        }
        return new SpokenSentence(samples, rate, words, phonemes);
    }

    /** The last silence is planned longer than it is played. */
    private static Timed within(Timed said, double end) {
        return new Timed(said.text(), Math.min(said.start(), end), Math.min(said.end(), end));
    }

    @Override
    public synchronized void processUtterance(Utterance utterance) {
        Part part = new Part(new ArrayList<>(), new ArrayList<>());
        double start = 0;
        Item lastWord = null;
        for (Item segment = utterance.getRelation(Relation.SEGMENT).getHead();
                segment != null;
                segment = segment.getNext()) {
            double end = Math.max(start, segment.getFeatures().getFloat("end"));
            Timed phoneme = new Timed(segment.toString(), start, end);
            if (!phoneme.text().equals(SILENCE)) {
                part.phonemes.add(phoneme);
                Item word = word(segment);
                add(part.words, phoneme, word, word != null && word.equalsShared(lastWord));
                lastWord = word;
            }
            start = end;
        }
        parts.add(part);
    }

    @Override
    public synchronized void begin(int size) {
        beginnings.add(bytes.size());
    }

    private static Item word(Item segment) {
        Item inSyllable = segment.getItemAs(Relation.SYLLABLE_STRUCTURE);
        Item syllable = inSyllable == null ? null : inSyllable.getParent();
        return syllable == null ? null : syllable.getParent();
    }

    private static void add(List<Timed> words, Timed phoneme, Item word, boolean sameAsBefore) {
        if (sameAsBefore) {
            Timed before = words.remove(words.size() - 1);
            words.add(new Timed(before.text(), before.start(), phoneme.end()));
        } else if (word != null) {
            words.add(new Timed(word.toString(), phoneme.start(), phoneme.end()));
        }
    }

    @Override
    public synchronized void setAudioFormat(AudioFormat played) {
        format = played;
    }

    @Override
    public synchronized AudioFormat getAudioFormat() {
        return format;
    }

    @Override
    public boolean write(byte[] sound) {
        return write(sound, 0, sound.length);
    }

    @Override
    public synchronized boolean write(byte[] sound, int offset, int size) {
        bytes.write(sound, offset, size);
        return true;
    }

    @Override
    public boolean end() {
        return true;
    }

    @Override
    public boolean drain() {
        return true;
    }

    @Override
    public float getVolume() {
        return volume;
    }

    @Override
    public void setVolume(float loudness) {
        volume = loudness;
    }

    @Override
    public long getTime() {
        return -1;
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void reset() {}

    @Override
    public void cancel() {}

    @Override
    public void close() {}

    @Override
    public void resetTime() {}

    @Override
    public void startFirstSampleTimer() {}

    @Override
    public void showMetrics() {}
}
