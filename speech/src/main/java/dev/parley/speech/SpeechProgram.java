package dev.parley.speech;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * espeak-ng or flite, where the machine has it: a program of its own for each sentence, which gets a fixed list of
 * arguments, the text on its standard input, a file to write into, and so much time and space. It tells nothing of when
 * which word is heard.
 */
final class SpeechProgram implements SpeechSynthesizer {
    private static final Duration TIME = Duration.ofSeconds(60);
    /** Three minutes at 22,050 Hz in 16 bits, for half a minute of text. */
    private static final long MOST_BYTES = 8L << 20;

    /** As {@code " 5  en-us  --/M  English_(America)  gmw/en-US  (en 3)"}. */
    private static final Pattern ESPEAK_VOICE =
            Pattern.compile("\\s*\\d+\\s+([A-Za-z][A-Za-z0-9-]*)\\s+(\\S+)\\s+(\\S+)\\s+(\\S+).*");

    private static final Pattern FLITE_VOICES = Pattern.compile("(?m)^Voices available:(.*)$");
    private static final Pattern FLITE_VOICE = Pattern.compile("[A-Za-z0-9_]{1,32}");

    private final ProgramRun run;
    /** The program's arguments by our name of a voice. */
    private final Map<String, List<String>> arguments;

    private final List<SpeechVoice> voices;

    private SpeechProgram(ProgramRun run, List<SpeechVoice> voices, Map<String, List<String>> arguments) {
        this.run = run;
        this.voices = List.copyOf(voices);
        this.arguments = Map.copyOf(arguments);
    }

    /** Those that are found in the folders and answer when they are asked for their voices. */
    static List<SpeechSynthesizer> on(List<Path> folders) {
        List<SpeechSynthesizer> found = new ArrayList<>();
        ProgramRun.find("espeak-ng", folders).map(SpeechProgram::espeak).ifPresent(found::add);
        ProgramRun.find("flite", folders).map(SpeechProgram::flite).ifPresent(found::add);
        found.removeIf(program -> program.voices().isEmpty());
        return found;
    }

    private static SpeechProgram espeak(Path file) {
        ProgramRun run = new ProgramRun(file, TIME, MOST_BYTES);
        List<SpeechVoice> voices = new ArrayList<>();
        Map<String, List<String>> arguments = new LinkedHashMap<>();
        for (String line : run.says("--voices").lines().toList()) {
            Matcher voice = ESPEAK_VOICE.matcher(line);
            if (!voice.matches() || voice.group(4).startsWith("mb/")) {
                continue; // the table's head; MBROLA's voices need files that are seldom there
            }
            String name = "espeak-ng/" + voice.group(1);
            if (arguments.putIfAbsent(name, List.of("--stdin", "-b", "1", "-v", voice.group(1), "-w", ProgramRun.OUT))
                    == null) {
                voices.add(new SpeechVoice(name, voice.group(1), voice.group(3).replace('_', ' '), "eSpeak NG"));
            }
        }
        return new SpeechProgram(run, voices, arguments);
    }

    private static SpeechProgram flite(Path file) {
        ProgramRun run = new ProgramRun(file, TIME, MOST_BYTES);
        List<SpeechVoice> voices = new ArrayList<>();
        Map<String, List<String>> arguments = new LinkedHashMap<>();
        Matcher list = FLITE_VOICES.matcher(run.says("-lv"));
        Matcher voice = FLITE_VOICE.matcher(list.find() ? list.group(1) : "");
        while (voice.find()) {
            String name = "flite/" + voice.group();
            if (arguments.putIfAbsent(name, List.of("-voice", voice.group(), "-f", "-", "-o", ProgramRun.OUT))
                    == null) {
                voices.add(new SpeechVoice(name, "en-US", "flite's " + voice.group(), "flite"));
            }
        }
        return new SpeechProgram(run, voices, arguments);
    }

    @Override
    public List<SpeechVoice> voices() {
        return voices;
    }

    /** Letters of other scripts these programs spell or pass over; that would be no speech. */
    @Override
    public List<Unsayable> unsayable(String voice, String text) {
        return isEnglish(voice) ? SayableText.of(text).unsayable() : Pictographs.in(text);
    }

    private boolean isEnglish(String voice) {
        return voices.stream()
                .anyMatch(one -> one.name().equals(voice)
                        && one.language().toLowerCase(Locale.ROOT).startsWith("en"));
    }

    @Override
    public SpokenSentence speak(String voice, String sentence) throws SpeechException {
        return WavSound.of(run.writes(arguments.get(voice), said(voice, sentence) + "\n"), run.name());
    }

    private String said(String voice, String sentence) throws SpeechException {
        if (isEnglish(voice)) {
            SayableText sayable = SayableText.of(sentence);
            requireNone(sayable.unsayable());
            return sayable.text();
        }
        requireNone(Pictographs.in(sentence));
        return sentence;
    }

    private static void requireNone(List<Unsayable> faults) throws SpeechException {
        if (!faults.isEmpty()) {
            throw SpeechException.of(faults.get(0));
        }
    }
}
