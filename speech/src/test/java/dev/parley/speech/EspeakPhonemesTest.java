package dev.parley.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EspeakPhonemesTest {
    @TempDir
    private Path folder;

    /** Writes what it was told into the file that {@code --phonout} names. */
    private EspeakPhonemes saying(String said) throws IOException {
        Path program = folder.resolve("espeak-ng");
        Files.writeString(
                program,
                """
                #!/bin/sh
                for a in "$@"; do case "$a" in --phonout=*) out="${a#--phonout=}";; esac; done
                read text
                echo "%s" > "$out"
                """
                        .formatted(said));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return EspeakPhonemes.on(List.of(folder), "fr-fr").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "həlˈo^ʊ wˈɜːld, həlˈO wˈɜːld",
        "t^ʃˈa^ʊ d^ʒˈɛ, ʧˈW ʤˈɛ",
        "bɔ̃ʒˈuʁ lə- mˈɔ̃d, bɔ̃ʒˈuʁ lə mˈɔ̃d",
        "(en)gˈʊɡəl(fr) sa, ɡˈʊɡəl sa",
    })
    void twoSoundsThatBelongTogetherAreOne(String espeak, String kokoro) {
        assertThat(EspeakPhonemes.ofKokoro(espeak)).isEqualTo(kokoro);
    }

    @Test
    void everyWordKeepsItsTextAndWhatFollowsIt() throws Exception {
        List<PhoneticWord> words = saying("sa va").read("Ça va, ça va?");
        assertThat(words).extracting(PhoneticWord::text).containsExactly("Ça", "va", "ça", "va");
        assertThat(words).extracting(PhoneticWord::phonemes).containsExactly("sa", "va", "sa", "va");
        assertThat(words).extracting(PhoneticWord::after).containsExactly(" ", ", ", " ", "? ");
    }

    @Test
    void whatNobodyKnowsHowToSayIsAnError() throws Exception {
        EspeakPhonemes silent = saying("");
        assertThatThrownBy(() -> silent.read("Ça"))
                .isInstanceOf(SpeechException.class)
                .hasMessageContaining("'Ça'");
    }

    @Test
    void isAbsentWhereItIsNotInstalled() {
        assertThat(EspeakPhonemes.on(List.of(folder), "fr-fr")).isEmpty();
    }
}
