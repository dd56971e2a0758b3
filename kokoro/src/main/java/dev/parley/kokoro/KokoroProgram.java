package dev.parley.kokoro;

import dev.parley.speech.ProgramPath;
import dev.parley.speech.kokoro.SpeechWire;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * {@link Kokoro} as a program: reads questions from its standard input and writes answers to its standard output, as
 * {@link SpeechWire} has them, until the input ends. Its one argument is the folder of Kokoro's files.
 */
public final class KokoroProgram {
    public static void main(String[] args) throws IOException {
        Locale.setDefault(Locale.ENGLISH); // as the services
        OutputStream answers = System.out;
        System.setOut(System.err); // nobody else's words among the answers
        List<Path> path = ProgramPath.of(System.getenv());
        try (Kokoro kokoro = Kokoro.open(Path.of(args[0]), path, 1)) {
            SpeechWire.serve(kokoro::speak, System.in, answers);
        }
    }

    private KokoroProgram() {}
}
