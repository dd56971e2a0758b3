package dev.parley.kokoro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.multitalk.internal.torch.Torch;
import dev.parley.speech.PhoneticWord;
import dev.parley.speech.SpeechException;
import dev.parley.speech.SpeechException.Problem;
import dev.parley.speech.SpeechVoice;
import dev.parley.speech.SpokenSentence;
import dev.parley.speech.SpokenSentence.Timed;
import dev.parley.speech.kokoro.KokoroProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The voices as the farm uses them, with a small model of random weights. */
class KokoroTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void fill() throws IOException {
        Path golden = KokoroGoldenTest.golden("weights/Kokoro-82M");
        Path voices = Files.createDirectories(folder.resolve("voices"));
        Files.copy(golden.resolve("kokoro-v1_0.pth"), folder.resolve("kokoro-v1_0.pth"));
        Files.copy(golden.resolve("config.json"), folder.resolve("config.json"));
        Files.copy(golden.resolve("voices/af_heart.pt"), voices.resolve("af_heart.pt"));
        Files.write(voices.resolve("bm_raw.bin"), rows(510, 0.01f));
    }

    private static byte[] rows(int rows, float value) {
        ByteBuffer bytes =
                ByteBuffer.allocate(rows * KokoroModel.STYLE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private Kokoro open() throws IOException {
        return Kokoro.open(folder, List.of(), 1);
    }

    @Test
    void offersTheVoicesOfTheFolderThatItCanRead() throws IOException {
        Files.write(folder.resolve("voices/ff_siwis.bin"), rows(510, 0));
        Files.write(folder.resolve("voices/jf_alpha.bin"), rows(510, 0));
        try (Kokoro kokoro = open()) {
            assertThat(kokoro.voices()).extracting(SpeechVoice::name).containsExactly("af_heart", "bm_raw");
            assertThat(kokoro.voices()).extracting(SpeechVoice::language).containsExactly("en-US", "en-GB");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"af_heart", "bm_raw"})
    void speaksTheSameTwiceAndKnowsWhen(String voice) throws Exception {
        try (Kokoro kokoro = open()) {
            SpokenSentence once = kokoro.speak(voice, "Hello there, it is 5 o'clock.");
            SpokenSentence again = kokoro.speak(voice, "Hello there, it is 5 o'clock.");
            assertThat(again.samples()).isEqualTo(once.samples());
            assertThat(once.rate()).isEqualTo(24_000);
            assertThat(once.words())
                    .extracting(Timed::text)
                    .containsExactly("Hello", "there", "it", "is", "five", "o'clock");
            assertThat(once.phonemes()).hasSizeGreaterThan(15);
            double end = 0;
            for (Timed phoneme : once.phonemes()) {
                assertThat(phoneme.start()).isGreaterThanOrEqualTo(end);
                end = phoneme.end();
            }
            assertThat(end).isLessThanOrEqualTo(once.seconds());
            assertThat(once.words().get(5).end()).isEqualTo(end);
        }
    }

    @Test
    void speaksFasterWhenAsked() throws Exception {
        try (Kokoro slow = Kokoro.open(folder, List.of(), 0.5);
                Kokoro fast = Kokoro.open(folder, List.of(), 2)) {
            assertThat(slow.speak("af_heart", "Hello there.").seconds())
                    .isGreaterThan(1.5 * fast.speak("af_heart", "Hello there.").seconds());
        }
        assertThatThrownBy(() -> Kokoro.open(folder, List.of(), 3)).hasMessageContaining("from 0.5 to 2.0, not 3.0");
    }

    @Test
    void aProgramOfItsOwnSpeaksTheSame() throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        try (Kokoro here = open();
                KokoroProcess elsewhere = KokoroProcess.of(classPath, folder)) {
            SpokenSentence expected = here.speak("af_heart", "Hello there.");
            SpokenSentence spoken = elsewhere.speak("af_heart", "Hello there.");
            assertThat(spoken.words()).isEqualTo(expected.words());
            assertThat(spoken.phonemes()).isEqualTo(expected.phonemes());
            assertThat(spoken.samples()).hasSameSizeAs(expected.samples());
            Files.write(folder.resolve("voices/bm_raw.bin"), rows(1, Float.NaN));
            assertThatThrownBy(() -> elsewhere.speak("bm_raw", "Hello."))
                    .isInstanceOfSatisfying(
                            SpeechException.class, e -> assertThat(e.problem()).isEqualTo(Problem.SYNTHESIZER_FAILED))
                    .hasMessageContaining("NaN");
        }
    }

    @Test
    void namesWhatTheFolderLacks() throws IOException {
        Files.delete(folder.resolve("kokoro-v1_0.pth"));
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("kokoro-v1_0.pth");
        Files.delete(folder.resolve("config.json"));
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("config.json");
    }

    @Test
    void aPhonemeThatTheModelDoesNotKnowNamesTheWord() {
        List<PhoneticWord> words = List.of(new PhoneticWord("Hi", "h", " "), new PhoneticWord("odd", "☃", "."));
        assertThatThrownBy(() -> PhonemeLine.of(words, Map.of((int) 'h', 1), 512))
                .isInstanceOf(SpeechException.class)
                .hasMessageContaining("'odd'")
                .hasMessageContaining("SNOWMAN");
    }

    @Test
    void longSentencesAreCutBehindPunctuation() throws SpeechException {
        List<PhoneticWord> words = List.of(
                new PhoneticWord("a", "hhh", ", "),
                new PhoneticWord("b", "hhh", " "),
                new PhoneticWord("c", "hhh", "."));
        List<PhonemeLine> lines = PhonemeLine.of(words, Map.of((int) 'h', 1, (int) ',', 2, (int) '.', 3), 12);
        assertThat(lines).extracting(PhonemeLine::length).containsExactly(4, 7);
        assertThatThrownBy(() -> PhonemeLine.of(words, Map.of((int) 'h', 1), 4))
                .isInstanceOfSatisfying(
                        SpeechException.class, e -> assertThat(e.problem()).isEqualTo(Problem.TOO_LONG));
    }

    @Test
    void aVoiceIsTheSameInBothForms() throws IOException {
        Path pt = folder.resolve("voices/af_heart.pt");
        try (Torch torch = Torch.open("cpu")) {
            VoiceFile voice = VoiceFile.read(pt, torch);
            ByteBuffer raw =
                    ByteBuffer.allocate(510 * KokoroModel.STYLE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int row = 1; row <= 510; row++) {
                for (float value : voice.row(row)) {
                    raw.putFloat(value);
                }
            }
            Path bin = Files.write(folder.resolve("voices/af_heart.bin"), raw.array());
            assertThat(VoiceFile.read(bin, torch).row(37)).isEqualTo(voice.row(37));
            assertThat(voice.row(0)).isEqualTo(voice.row(1));
            assertThat(voice.row(2000)).isEqualTo(voice.row(510));
        }
    }

    @Test
    void whatIsNoVoiceIsRefused() throws IOException {
        Path voices = folder.resolve("voices");
        Path odd = Files.write(voices.resolve("af_odd.bin"), new byte[1025]);
        Path empty = Files.write(voices.resolve("af_empty.bin"), new byte[0]);
        Path infinite = Files.write(voices.resolve("af_nan.bin"), rows(1, Float.NaN));
        try (Torch torch = Torch.open("cpu")) {
            assertThatThrownBy(() -> VoiceFile.read(odd, torch)).hasMessageContaining("1025 bytes");
            assertThatThrownBy(() -> VoiceFile.read(empty, torch)).hasMessageContaining("0 bytes");
            assertThatThrownBy(() -> VoiceFile.read(infinite, torch)).hasMessageContaining("NaN");
        }
        try (Kokoro kokoro = open()) {
            assertThatThrownBy(() -> kokoro.speak("af_odd", "Hello."))
                    .isInstanceOfSatisfying(
                            SpeechException.class, e -> assertThat(e.problem()).isEqualTo(Problem.SYNTHESIZER_FAILED));
        }
    }
}
