package dev.parley.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SentencesTest {
    @Test
    void sentencesEndWherePeopleStop() {
        assertThat(Sentences.of("Hi! How are you? Mr. Smith came at 3.30 with J. Doe. Bye..."))
                .containsExactly("Hi!", "How are you?", "Mr. Smith came at 3.30 with J. Doe.", "Bye...");
    }

    @Test
    void punctuationAloneIsNoSentence() {
        assertThat(Sentences.of("Yes. ... !")).containsExactly("Yes. ... !");
        assertThat(Sentences.of(" -- ")).isEmpty();
    }

    @Test
    void aLongSentenceIsCutBehindACommaOrBetweenWordsAndLosesNothing() {
        String long1 = "word, ".repeat(200).strip();
        List<String> parts = Sentences.of(long1);
        assertThat(parts).allMatch(part -> part.length() <= Sentences.LONGEST);
        assertThat(String.join(" ", parts)).isEqualTo(long1);
        assertThat(String.join("", Sentences.of("x".repeat(1000)))).isEqualTo("x".repeat(1000));
    }
}
