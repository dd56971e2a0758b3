package dev.parley.speech.kokoro;

import dev.parley.speech.SpeechException;
import dev.parley.speech.SpeechException.Problem;
import dev.parley.speech.SpokenSentence;
import dev.parley.speech.SpokenSentence.Timed;
import java.io.IOException;
import java.util.List;

/** A program that says its process id, and does to order what programs do. */
public final class Speaking {
    static final float[] SAMPLES = {0, 0.5f, -1, Float.MIN_VALUE};

    public static void main(String[] args) throws IOException {
        SpeechWire.serve(Speaking::speak, System.in, System.out);
    }

    private static SpokenSentence speak(String voice, String sentence) throws SpeechException {
        switch (sentence) {
            case "Refuse." -> throw new SpeechException(Problem.UNSAYABLE, "'Refuse': never");
            case "Fail." -> throw new SpeechException(Problem.SYNTHESIZER_FAILED, "no weights");
            case "Babble." -> System.out.println("as libraries do");
            case "Die." -> Runtime.getRuntime().halt(7);
            case "Hang." -> hang();
            default -> {}
        }
        String id = Long.toString(ProcessHandle.current().pid());
        return new SpokenSentence(
                SAMPLES,
                24_000,
                List.of(new Timed(voice, 0, 0.5)),
                List.of(new Timed("ˈə", 0, 0), new Timed(id, 0, 1)));
    }

    private static void hang() {
        while (true) {
            try {
                Thread.sleep(1000);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private Speaking() {}
}
