package dev.parley.speech.kokoro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.speech.SpeechException;
import dev.parley.speech.SpeechException.Problem;
import dev.parley.speech.SpokenSentence;
import dev.parley.speech.SpokenSentence.Timed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class KokoroProcessTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private static KokoroProcess process(Duration time, Duration idle) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new KokoroProcess(List.of(java, "-cp", classPath, Speaking.class.getName()), time, idle);
    }

    private static long id(SpokenSentence spoken) {
        return Long.parseLong(spoken.phonemes().get(1).text());
    }

    private static void fails(ThrowingCallable speaking, Problem problem, String message) {
        assertThatThrownBy(speaking)
                .isInstanceOfSatisfying(
                        SpeechException.class, e -> assertThat(e.problem()).isEqualTo(problem))
                .hasMessageContaining(message);
    }

    @Test
    void oneProgramSpeaksSentenceAfterSentence() throws Exception {
        try (KokoroProcess process = process(LONG, LONG)) {
            SpokenSentence spoken = process.speak("ä", "Hello.");
            assertThat(spoken.samples()).containsExactly(Speaking.SAMPLES);
            assertThat(spoken.rate()).isEqualTo(24_000);
            assertThat(spoken.words()).containsExactly(new Timed("ä", 0, 0.5));
            assertThat(spoken.phonemes()).startsWith(new Timed("ˈə", 0, 0));
            fails(() -> process.speak("a", "Refuse."), Problem.UNSAYABLE, "'Refuse': never");
            assertThat(id(process.speak("a", "Again."))).isEqualTo(id(spoken));
        }
    }

    @Test
    void whatFailedIsStartedAnew() throws Exception {
        try (KokoroProcess process = process(LONG, LONG)) {
            long first = id(process.speak("a", "Hello."));
            fails(() -> process.speak("a", "Die."), Problem.SYNTHESIZER_FAILED, "its program ended with code 7");
            long second = id(process.speak("a", "Hello."));
            assertThat(second).isNotEqualTo(first);
            fails(() -> process.speak("a", "Fail."), Problem.SYNTHESIZER_FAILED, "no weights");
            assertThat(id(process.speak("a", "Hello."))).isNotEqualTo(second);
            fails(() -> process.speak("a", "Babble."), Problem.SYNTHESIZER_FAILED, "Kokoro-82M failed");
        }
    }

    @Test
    void whatTakesTooLongIsKilled() {
        try (KokoroProcess process = process(Duration.ofSeconds(2), LONG)) {
            fails(() -> process.speak("a", "Hang."), Problem.SYNTHESIZER_FAILED, "it took more than 2 s");
        }
    }

    @Test
    void itEndsWhenNobodyAsksAndWhenItIsClosed() throws Exception {
        CompletableFuture<ProcessHandle> idle;
        try (KokoroProcess process = process(LONG, Duration.ofMillis(1))) {
            idle = end(id(process.speak("a", "Hello.")));
            idle.get(5, TimeUnit.MINUTES);
            long second = id(process.speak("a", "Hello."));
            end(second).get(5, TimeUnit.MINUTES);
        }
        CompletableFuture<ProcessHandle> closed;
        try (KokoroProcess process = process(LONG, LONG)) {
            closed = end(id(process.speak("a", "Hello.")));
        }
        closed.get(5, TimeUnit.MINUTES);
    }

    private static CompletableFuture<ProcessHandle> end(long id) {
        return ProcessHandle.of(id).map(ProcessHandle::onExit).orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    @Test
    void anInterruptedCallerLeavesNoProgramBehind() throws Exception {
        try (KokoroProcess process = process(LONG, LONG)) {
            long first = id(process.speak("a", "Hello."));
            Thread.currentThread().interrupt();
            fails(() -> process.speak("a", "Hang."), Problem.SYNTHESIZER_FAILED, "interrupted");
            assertThat(Thread.interrupted()).isTrue();
            end(first).get(5, TimeUnit.MINUTES);
        }
    }

    @Test
    void aProgramThatIsNotThereIsSaid() {
        try (KokoroProcess process = new KokoroProcess(List.of("/no/such/java"), LONG, LONG)) {
            fails(() -> process.speak("a", "Hello."), Problem.SYNTHESIZER_FAILED, "/no/such/java");
        }
    }
}
