package dev.parley.kit.admission;

import dev.parley.contracts.SpokenText;
import dev.parley.kit.transcript.Transcript;
import dev.parley.speech.Sentences;
import dev.parley.speech.SpeechException;
import dev.parley.speech.SpokenSentence;
import dev.parley.speech.SpokenTrack;
import dev.parley.speech.Voices;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** People before microphones of their own, on one clock: each is silent on their track while another speaks. */
final class NarrationRecorder implements AutoCloseable {
    private final Voices voices;
    private final Inputs inputs;
    private final double longest;
    private final Map<Integer, Take> takes = new TreeMap<>();
    private final List<Transcript.Line> lines = new ArrayList<>();
    private double now;

    private record Take(ScratchFiles.ScratchFile file, SpokenTrack track) {}

    NarrationRecorder(Voices voices, Inputs inputs, Duration longest) {
        this.voices = voices;
        this.inputs = inputs;
        this.longest = longest.toMillis() / 1000.0;
    }

    /** Where the next word will be heard. */
    double seconds() {
        return now;
    }

    void startAt(double seconds) {
        now = seconds;
    }

    void say(int person, String voice, String turn) throws SpeechException, IOException {
        for (SpokenText.Part part : SpokenText.parts(turn)) {
            for (String sentence : Sentences.of(part.words())) {
                add(person, voice, sentence, voices.speak(voice, sentence));
            }
            now += part.pauseSeconds();
            if (now > longest) {
                throw new SpeechException(
                        SpeechException.Problem.TOO_LONG,
                        "the text takes more than %.0f s to speak, the longest video".formatted(longest));
            }
        }
    }

    private void add(int person, String voice, String sentence, SpokenSentence spoken) throws IOException {
        Take take = takes.get(person);
        if (take == null) {
            ScratchFiles.ScratchFile file = inputs.scratch().make();
            take = new Take(file, new SpokenTrack(file.path(), spoken.rate()));
            takes.put(person, take);
        }
        take.track.silenceUntil(now);
        double start = take.track.seconds();
        take.track.add(spoken);
        now = take.track.seconds();
        lines.add(Transcript.Line.of(person + 1, voice, start, sentence, spoken));
    }

    /** Stores what was recorded; all tracks are equally long. */
    Narration end(boolean dialogue) throws IOException {
        Map<Integer, String> keys = new TreeMap<>();
        for (Map.Entry<Integer, Take> take : takes.entrySet()) {
            take.getValue().track.silenceUntil(now);
            take.getValue().track.close();
            try (InputStream in = Files.newInputStream(take.getValue().file.path())) {
                keys.put(take.getKey(), inputs.keep(in).key());
            }
        }
        return new Narration(keys, new Transcript(lines), dialogue);
    }

    @Override
    public void close() throws IOException {
        for (Take take : takes.values()) {
            take.track.close();
            take.file.close();
        }
    }
}
