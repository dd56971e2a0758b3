package dev.parley.bench.model;

import dev.parley.kokoro.Kokoro;
import dev.parley.speech.SpeechException;
import dev.parley.speech.SpokenSentence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Kokoro-82M of random weights: how much faster than people it speaks, and in how much memory. */
@Command(name = "kokoro", description = "Seconds that Kokoro-82M takes to speak on this machine, random weights.")
public final class KokoroBench implements Callable<Integer> {
    private static final List<String> SENTENCES = List.of(
            "Hello there.",
            "The quick brown fox jumps over the lazy dog, and nobody minds.",
            "On the third of March the committee decided, after a long and rather heated discussion, that the old "
                    + "bridge would be closed for nine months, because repairing it at night had turned out to cost "
                    + "more than anybody had expected.");

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "Timed runs of a sentence; default: ${DEFAULT-VALUE}.")
    int rounds;

    @Override
    public Integer call() throws IOException, SpeechException {
        Path folder = Files.createTempDirectory("parley-kokoro-");
        try {
            Report.line("kokoro: %.1f million weights", RandomKokoro.write(folder) / 1e6);
            try (PeakMemory memory = PeakMemory.watch("cpu");
                    Kokoro kokoro = Kokoro.open(folder, List.of(), 1)) {
                Timing first = Timing.of(1, () -> speak(kokoro, SENTENCES.get(0)));
                Report.line("kokoro: to load it and to say '%s': %s", SENTENCES.get(0), first);
                for (String sentence : SENTENCES) {
                    measure(kokoro, sentence, memory);
                }
            }
        } finally {
            delete(folder);
        }
        return 0;
    }

    private void measure(Kokoro kokoro, String sentence, PeakMemory memory) {
        double seconds = speak(kokoro, sentence).seconds();
        Timing timing = Timing.of(rounds, () -> speak(kokoro, sentence));
        Report.line(
                "kokoro: %.2f s of speech: %s, %.2f times real time, %s so far",
                seconds, timing, seconds / timing.best(), memory.peak());
    }

    private static SpokenSentence speak(Kokoro kokoro, String sentence) {
        try {
            return kokoro.speak(kokoro.voices().get(0).name(), sentence);
        } catch (SpeechException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
