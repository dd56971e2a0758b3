package dev.parley.kit.transcript;

import dev.parley.contracts.Json;
import dev.parley.speech.SpokenSentence;
import dev.parley.speech.SpokenSentence.Timed;
import dev.parley.speech.Subtitles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;

/** What is said in a video that was made from text, and when, down to the phoneme. */
public record Transcript(List<Line> lines) {
    public static final Transcript EMPTY = new Transcript(List.of());

    public Transcript {
        lines = lines.stream().sorted(Comparator.comparingDouble(Line::start)).toList();
    }

    /**
     * A sentence. Times are seconds of the video.
     *
     * @param speaker from 1
     * @param words empty where the voice does not tell its times; so are phonemes
     */
    public record Line(
            int speaker,
            String voice,
            boolean synthetic,
            double start,
            double end,
            String text,
            List<Timed> words,
            List<Timed> phonemes) {
        public static Line of(int speaker, String voice, double start, String text, SpokenSentence spoken) {
            return new Line(
                    speaker,
                    voice,
                    true,
                    start,
                    start + spoken.seconds(),
                    text,
                    later(spoken.words(), start),
                    later(spoken.phonemes(), start));
        }

        Line later(double seconds) {
            return new Line(
                    speaker,
                    voice,
                    synthetic,
                    start + seconds,
                    end + seconds,
                    text,
                    later(words, seconds),
                    later(phonemes, seconds));
        }

        private static List<Timed> later(List<Timed> said, double seconds) {
            return said.stream().map(one -> one.later(seconds)).toList();
        }
    }

    public Transcript and(Transcript other) {
        List<Line> all = new ArrayList<>(lines);
        all.addAll(other.lines);
        return new Transcript(all);
    }

    /** @param startOf when the recording of a person, from 0, begins */
    public Transcript placed(IntToDoubleFunction startOf) {
        return new Transcript(lines.stream()
                .map(line -> line.later(startOf.applyAsDouble(line.speaker - 1)))
                .toList());
    }

    /** How long a person speaks, in seconds; nothing where no text of theirs was spoken. */
    public OptionalDouble spokenSeconds(int person) {
        List<Line> own =
                lines.stream().filter(line -> line.speaker == person + 1).toList();
        return own.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        own.stream().mapToDouble(line -> line.end - line.start).sum());
    }

    /** @throws IllegalArgumentException when that is not what {@link #json} writes */
    public static Transcript read(byte[] json) {
        return Json.read(new String(json, StandardCharsets.UTF_8), Transcript.class);
    }

    /** As JSON: {@code {"lines": [...]}}. */
    public byte[] json() {
        return Json.write(this).getBytes(StandardCharsets.UTF_8);
    }

    /** As WebVTT, a cue for each sentence. */
    public byte[] webVtt() {
        List<Subtitles.Cue> cues = lines.stream()
                .map(line -> new Subtitles.Cue(line.speaker, line.start, line.end, line.text))
                .toList();
        return Subtitles.webVtt(cues).getBytes(StandardCharsets.UTF_8);
    }
}
