package dev.parley.ingest.http;

import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.Violation;
import dev.parley.kit.admission.ScratchFiles;
import dev.parley.speech.Sentences;
import dev.parley.speech.SpeechException;
import dev.parley.speech.SpokenSentence;
import dev.parley.speech.SpokenTrack;
import dev.parley.speech.Unsayable;
import dev.parley.speech.Voices;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Speaks a few words, so that people can choose a voice by ear before they ask for a video. */
@Path("/v1/speech")
@Blocking
@Singleton
public class SpeechResource {
    private static final int MOST_CHARACTERS = 300;
    private static final int MOST_BYTES = 8 * 1024;
    private static final int AT_ONCE = 2;
    private static final int PER_MINUTE = 60;

    private final Voices voices;
    private final ScratchFiles scratch;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final CallRate rate;

    /** @param voice null for the first person's usual one */
    record Words(String text, String voice) {}

    @Inject
    SpeechResource(Voices voices, ScratchFiles scratch, Clock clock) {
        this.voices = voices;
        this.scratch = scratch;
        this.rate = new CallRate("speech", PER_MINUTE, clock);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response speak(InputStream body) throws IOException {
        Words words = checked(Bodies.read(body, MOST_BYTES, Words.class));
        CallRate.Turn turn = rate.take();
        if (!turn.allowed()) {
            throw ProblemException.tooMany("A farm speaks %d samples a minute".formatted(PER_MINUTE), turn.headers());
        }
        if (!free.tryAcquire()) {
            throw ProblemException.busy("%d samples are being spoken".formatted(AT_ONCE));
        }
        try {
            Response.ResponseBuilder answer =
                    Response.ok(spoken(words), "audio/wav").header("Cache-Control", "no-store");
            turn.headers().forEach(answer::header);
            return answer.build();
        } catch (SpeechException e) {
            throw InvalidRequestException.of("voice", "unspeakable", e.getMessage());
        } finally {
            free.release();
        }
    }

    private Words checked(Words words) {
        String text = words.text() == null ? "" : words.text().strip();
        if (text.isEmpty() || text.length() > MOST_CHARACTERS) {
            throw InvalidRequestException.of(
                    "text",
                    "bad-length",
                    "found %d characters, expected 1 to %d".formatted(text.length(), MOST_CHARACTERS));
        }
        String voice = words.voice() == null ? Voices.defaultOf(0) : words.voice();
        List<Violation> faults = new ArrayList<>();
        try {
            for (Unsayable word : voices.unsayable(voice, text)) {
                faults.add(new Violation("text", "unsayable", "'%s': %s".formatted(word.word(), word.reason())));
            }
        } catch (SpeechException e) {
            faults.add(new Violation("voice", "unknown-voice", e.getMessage()));
        }
        if (faults.isEmpty() && Sentences.of(text).isEmpty()) {
            faults.add(new Violation("text", "no-words", "found no word to speak"));
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(faults);
        }
        return new Words(text, voice);
    }

    /** As a WAV file. */
    private byte[] spoken(Words words) throws SpeechException {
        List<SpokenSentence> sentences = new ArrayList<>();
        for (String sentence : Sentences.of(words.text())) {
            sentences.add(voices.speak(words.voice(), sentence));
        }
        try (ScratchFiles.ScratchFile file = scratch.make()) {
            try (SpokenTrack track =
                    new SpokenTrack(file.path(), sentences.get(0).rate())) {
                for (SpokenSentence sentence : sentences) {
                    track.add(sentence);
                }
            }
            return Files.readAllBytes(file.path());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write what was spoken", e);
        }
    }
}
