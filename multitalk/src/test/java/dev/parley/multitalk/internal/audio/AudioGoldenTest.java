package dev.parley.multitalk.internal.audio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.multitalk.Dialogue;
import dev.parley.multitalk.Speech;
import dev.parley.multitalk.golden.Golden;
import dev.parley.multitalk.golden.GoldenCase;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class AudioGoldenTest {
    private static final String SILENT = "None";

    @TestFactory
    Stream<DynamicTest> preparesWhatTheReferencePrepares() {
        return Golden.tests("audio", golden -> {
            if (golden.call().has("file")) {
                onePerson(golden);
            } else if (golden.call().has("audio_type")) {
                twoPeople(golden);
            } else {
                golden.check("out.normalized", Loudness.normalize(golden.floats("in.waveform"), Speech.RATE));
            }
        });
    }

    private static void onePerson(GoldenCase golden) {
        Wav wav = Wav.read(golden.path(text(golden, "file")));
        float[] loaded = SpeechPreparation.load(wav.channels(), wav.rate());
        assertThat(correlation(loaded, golden.floats("out.loaded"))).isGreaterThan(0.999);
        golden.check("out.loaded", loaded);
        golden.check(
                "out.normalized", Speech.prepare(wav.channels(), wav.rate()).samples());
    }

    private static void twoPeople(GoldenCase golden) {
        Speech first = track(golden, "person1", "person2");
        Speech second = track(golden, "person2", "person1");
        Dialogue dialogue = text(golden, "audio_type").equals("add")
                ? Dialogue.inTurns(first, second)
                : Dialogue.together(first, second);
        golden.check("out.speech1", dialogue.first().samples());
        golden.check("out.speech2", dialogue.second().samples());
        golden.check("out.sum", dialogue.sum());
    }

    private static Speech track(GoldenCase golden, String person, String other) {
        if (text(golden, person).equals(SILENT)) {
            return Speech.silence(track(golden, other, person).length());
        }
        Wav wav = Wav.read(golden.path(text(golden, person)));
        return Speech.prepare(wav.channels(), wav.rate());
    }

    private static String text(GoldenCase golden, String parameter) {
        return golden.call().get(parameter).getAsString();
    }

    private static double correlation(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return ab / Math.sqrt(aa * bb);
    }
}
