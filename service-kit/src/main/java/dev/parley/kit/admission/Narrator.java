package dev.parley.kit.admission;

import dev.parley.contracts.RenderRequest.AudioMix;
import dev.parley.contracts.RenderRequest.Speaker;
import dev.parley.contracts.RenderSettings;
import dev.parley.contracts.RequestWording;
import dev.parley.contracts.Spelling;
import dev.parley.contracts.SpokenText;
import dev.parley.contracts.Violation;
import dev.parley.speech.SpeechException;
import dev.parley.speech.SpeechVoice;
import dev.parley.speech.Unsayable;
import dev.parley.speech.Voices;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Speaks what a request has as text, so that from here on there are only recordings. */
@ApplicationScoped
class Narrator {
    /** More of them help nobody. */
    private static final int MOST_FAULTS = 20;

    private final Voices voices;
    private final Inputs inputs;
    private final LimitsConfig limits;

    @Inject
    Narrator(Voices voices, Inputs inputs, LimitsConfig limits) {
        this.voices = voices;
        this.inputs = inputs;
        this.limits = limits;
    }

    /** The same request with a voice for everybody who has a text. */
    static RenderSettings withVoices(RenderSettings request) {
        List<Speaker> speakers = new ArrayList<>();
        for (int i = 0; i < request.speakers().size(); i++) {
            Speaker speaker = request.speakers().get(i);
            boolean open = speaksText(request, i) && speaker.voice() == null;
            speakers.add(open ? speaker.withVoice(Voices.defaultOf(i)) : speaker);
        }
        return request.withInputs(request.image(), speakers);
    }

    private static boolean speaksText(RenderSettings request, int person) {
        return request.speakers().get(person).text() != null
                || request.turns().stream().anyMatch(turn -> turn.person() == person && turn.text() != null);
    }

    /** Whether the texts are two sides of one conversation, whose recordings both begin with the video. */
    private static boolean isDialogue(RenderSettings request) {
        return request.audioMix() == AudioMix.IN_TURN
                && request.speakers().size() > 1
                && request.speakers().stream().allMatch(speaker -> speaker.text() != null);
    }

    /**
     * @param request with voices
     * @param wording in which it was asked for
     * @param faults what cannot be spoken is added; nothing is spoken then
     */
    Narration narrate(RenderSettings request, RequestWording wording, List<Violation> faults) {
        List<Integer> speaking = new ArrayList<>();
        for (int i = 0; i < request.speakers().size(); i++) {
            if (request.speakers().get(i).text() != null) {
                speaking.add(i);
            }
        }
        boolean sound = true;
        for (int i : speaking) {
            sound &= isSayable(i, request.speakers().get(i), wording, faults);
        }
        if (!sound || speaking.isEmpty()) {
            return Narration.NONE;
        }
        try {
            return isDialogue(request) ? dialogue(request.speakers()) : monologues(speaking, request.speakers());
        } catch (SpeechException e) {
            faults.add(new Violation(path(speaking.get(0)) + ".text", code(e), e.getMessage()));
            return Narration.NONE;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write what was spoken", e);
        }
    }

    private boolean isSayable(int person, Speaker speaker, RequestWording wording, List<Violation> faults) {
        String path = path(person);
        return isSayable(path + ".text", speaker.text(), path + ".voice", speaker.voice(), wording, faults);
    }

    /** Adds what the voice cannot say of a turn, and that there is no such voice. */
    void check(String textPath, String text, String voicePath, String voice, List<Violation> faults) {
        isSayable(textPath, text, voicePath, voice, RequestWording.TODAYS, faults);
    }

    private boolean isSayable(
            String textPath,
            String text,
            String voicePath,
            String voice,
            RequestWording wording,
            List<Violation> faults) {
        int before = faults.size();
        List<String> turns = SpokenText.turns(text);
        try {
            for (int turn = 0; turn < turns.size() && faults.size() < before + MOST_FAULTS; turn++) {
                for (SpokenText.Part part : SpokenText.parts(turns.get(turn))) {
                    for (Unsayable word : voices.unsayable(voice, part.words())) {
                        String where = wording.placeOf(textPath, turns, turn, part.offset() + word.offset());
                        faults.add(fault(textPath, where, word));
                    }
                }
            }
        } catch (SpeechException e) {
            faults.add(new Violation(voicePath, code(e), e.getMessage() + meant(voice)));
        }
        return faults.size() == before;
    }

    private static String path(int person) {
        return "speakers[" + person + "]";
    }

    /** The voice that was probably meant. */
    private String meant(String unknown) {
        List<String> names = voices.all().stream().map(SpeechVoice::name).toList();
        return Spelling.nearest(unknown, names)
                .map("; did you mean '%s'?"::formatted)
                .orElse("");
    }

    private static Violation fault(String path, String where, Unsayable word) {
        return new Violation(path, "unsayable", "%s, '%s': %s".formatted(where, shortened(word.word()), word.reason()));
    }

    private static String shortened(String word) {
        return word.codePointCount(0, word.length()) <= 40
                ? word
                : word.substring(0, word.offsetByCodePoints(0, 40)) + "...";
    }

    /** One line of each in turn, as long as there are any. */
    private Narration dialogue(List<Speaker> speakers) throws SpeechException, IOException {
        List<List<String>> lines = speakers.stream()
                .map(speaker -> SpokenText.turns(speaker.text()))
                .toList();
        int rounds = lines.stream().mapToInt(List::size).max().orElseThrow();
        try (NarrationRecorder recording = recorder()) {
            for (int round = 0; round < rounds; round++) {
                for (int person = 0; person < speakers.size(); person++) {
                    if (round < lines.get(person).size()) {
                        recording.say(
                                person,
                                speakers.get(person).voice(),
                                lines.get(person).get(round));
                    }
                }
            }
            return recording.end(true);
        }
    }

    double longestSeconds() {
        return limits.soundMax().toMillis() / 1000.0;
    }

    NarrationRecorder recorder() {
        return new NarrationRecorder(voices, inputs, limits.soundMax());
    }

    private Narration monologues(List<Integer> speaking, List<Speaker> speakers) throws SpeechException, IOException {
        Narration all = Narration.NONE;
        for (int person : speaking) {
            try (NarrationRecorder recording = recorder()) {
                for (String line : SpokenText.turns(speakers.get(person).text())) {
                    recording.say(person, speakers.get(person).voice(), line);
                }
                all = all.and(recording.end(false));
            }
        }
        return all;
    }

    static String code(SpeechException e) {
        return e.problem().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
