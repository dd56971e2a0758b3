package dev.parley.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.parley.speech.SpokenSentence.Timed;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreeTtsTest {
    private static final FreeTts VOICES = new FreeTts();
    private static final String SENTENCE = "Good morning, we are now leaving the railway station.";

    @ParameterizedTest
    @ValueSource(strings = {"kate", "kevin", "bruno", "kim", "rose", "paul"})
    void everyVoiceSpeaksAudiblyAndWithoutClipping(String voice) throws SpeechException {
        SpokenSentence spoken = VOICES.speak(voice, SENTENCE);
        assertThat(spoken.rate()).isEqualTo(16_000);
        assertThat(spoken.seconds()).isBetween(2.0, 5.5);
        assertThat(Sound.loudness(spoken, 0, spoken.seconds())).isBetween(0.02, 0.4);
        assertThat(Sound.peak(spoken)).isLessThan(1f);
    }

    @ParameterizedTest
    @CsvSource({"kate,170,215", "kevin,88,115", "bruno,65,90", "kim,215,290", "rose,138,172", "paul,115,145"})
    void voicesDifferInPitch(String voice, double low, double high) throws SpeechException {
        assertThat(Sound.pitch(VOICES.speak(voice, SENTENCE))).isBetween(low, high);
    }

    @Test
    void sixPeopleWithoutNamesHaveSixVoices() {
        assertThat(IntStream.range(0, 6).mapToObj(Voices::defaultOf))
                .containsExactly("kate", "kevin", "kim", "bruno", "rose", "paul");
    }

    @Test
    void theSameSentenceIsTheSameSoundWhateverWasSaidBefore() throws SpeechException {
        SpokenSentence first = VOICES.speak("kate", SENTENCE);
        VOICES.speak("bruno", "Something else.");
        assertThat(VOICES.speak("kate", SENTENCE).samples()).isEqualTo(first.samples());
        assertThat(new FreeTts().speak("kate", SENTENCE).samples()).isEqualTo(first.samples());
    }

    @Test
    void manyMaySpeakAtOnce() throws Exception {
        List<String> names = VOICES.voices().stream().map(SpeechVoice::name).toList();
        List<float[]> alone = new java.util.ArrayList<>();
        for (String name : names) {
            alone.add(VOICES.speak(name, SENTENCE).samples());
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<float[]>> calls = IntStream.range(0, 16)
                    .mapToObj(i -> (Callable<float[]>)
                            () -> VOICES.speak(names.get(i % 4), SENTENCE).samples())
                    .toList();
            List<Future<float[]>> heard = threads.invokeAll(calls);
            for (int i = 0; i < heard.size(); i++) {
                assertThat(heard.get(i).get()).isEqualTo(alone.get(i % 4));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void systemPropertiesStayWhatTheyWere() throws SpeechException {
        Properties before = (Properties) System.getProperties().clone();
        new FreeTts().speak("kevin", "Hello.");
        assertThat(System.getProperties()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kate", "kevin"})
    void wordsAreHeardWhenTheyAreSaidToBe(String voice) throws SpeechException {
        SpokenSentence spoken = VOICES.speak(voice, "Hello there. My friend.");
        assertThat(spoken.words()).extracting(Timed::text).containsExactly("hello", "there", "my", "friend");
        assertThat(spoken.phonemes().get(0).text()).isEqualTo("hh");
        double last = 0;
        for (Timed phoneme : spoken.phonemes()) {
            assertThat(phoneme.start()).isGreaterThanOrEqualTo(last - 1e-9);
            last = phoneme.end();
        }
        assertThat(last).isLessThanOrEqualTo(spoken.seconds());
        Timed there = spoken.words().get(1);
        Timed my = spoken.words().get(2);
        double inWord = Sound.loudness(spoken, there.start(), there.end());
        assertThat(Sound.loudness(spoken, there.end() + 0.06, my.start() - 0.02))
                .isLessThan(inWord / 10);
        assertThat(Sound.loudness(spoken, 0, spoken.words().get(0).start() - 0.05))
                .isLessThan(inWord / 10);
    }

    @Test
    void lengthAndTimesAgree() throws SpeechException {
        SpokenSentence kevin = VOICES.speak("kevin", SENTENCE);
        SpokenSentence kate = VOICES.speak("kate", SENTENCE);
        assertThat(kate.seconds()).isCloseTo(1.05 * kevin.seconds(), within(0.25));
        assertThat(kate.words()).hasSameSizeAs(kevin.words());
    }

    @Test
    void whatCannotBeSaidIsRefused() {
        assertThat(VOICES.unsayable("kate", "Hello 😀 you"))
                .containsExactly(new Unsayable(6, "😀", "the symbol '😀' (GRINNING FACE) cannot be spoken"));
        assertThatThrownBy(() -> VOICES.speak("kate", "Hello *you*"))
                .isInstanceOf(SpeechException.class)
                .hasMessage("'*you*': the symbol '*' (ASTERISK) cannot be spoken");
    }
}
