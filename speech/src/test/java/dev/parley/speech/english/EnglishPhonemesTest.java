package dev.parley.speech.english;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.speech.PhoneticWord;
import dev.parley.speech.SpeechException;
import dev.parley.speech.Unsayable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnglishPhonemesTest {
    private static String said(EnglishPhonemes english, String sentence) throws SpeechException {
        StringBuilder said = new StringBuilder();
        for (PhoneticWord word : english.read(sentence)) {
            said.append(word.phonemes()).append(word.after());
        }
        return said.toString();
    }

    private static String said(String sentence) throws SpeechException {
        return said(EnglishPhonemes.american(), sentence);
    }

    private static String word(String sentence, String word) throws SpeechException {
        return EnglishPhonemes.american().read(sentence).stream()
                .filter(one -> one.text().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow()
                .phonemes();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Hello world! | həlˈO wˈɜɹld!",
                "The apple, the pear. | ði ˈæpᵊl, ðə pˈɛɹ.",
                "I go to eat; to see, where to? | ˌI ɡˈO tʊ ˈit; tə sˈi, wˈɛɹ tu?",
                "a city | ɐ sˈɪɾi",
                "nature and judge | nˈAʧəɹ ænd ʤˈʌʤ",
                "the FBI | ði ˌɛfbˌiˈI",
                "NASA | nˈæsə",
                "boxes and dogs | bˈɑksᵻz ænd dˈɑɡz",
                "She said (twice) yes | ʃi sˈɛd (twˈIs) jˈɛs",
            })
    void sentences(String written, String said) throws SpeechException {
        assertThat(said(written)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({
        "photograph, fˈOɾəɡɹˌæf",
        "university, jˌunəvˈɜɹsəɾi",
        "understand, ˌʌndəɹstˈænd",
        "communication, kəmjˌunəkˈAʃən",
        "television, tˈɛləvˌɪʒən",
        "airport, ˈɛɹpˌɔɹt",
        "nineteen, nˌIntˈin",
        "fourteenth, fˌɔɹtˈinθ",
        "dictionary, dˈɪkʃənˌɛɹi",
    })
    void oneSyllableHasTheMainStress(String word, String said) throws SpeechException {
        assertThat(said(word)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "She read it yesterday. | read | ɹˈɛd",
                "I have read it. | read | ɹˈɛd",
                "I will read it. | read | ɹˈid",
                "They live here. | live | lˈɪv",
                "It is live music. | live | lˈIv",
                "The lead pipe broke. | lead | lˈɛd",
                "They lead the race. | lead | lˈid",
                "The wind blew. | wind | wˈɪnd",
                "Please wind it up. | wind | wˈInd",
                "He shed a tear. | tear | tˈɪɹ",
                "Do not tear it. | tear | tˈɛɹ",
                "Take a bow. | bow | bˈW",
                "A bow and arrow. | bow | bˈO",
                "They caught a bass in the lake. | bass | bˈæs",
                "He plays bass. | bass | bˈAs",
                "She dove into the pool. | dove | dˈOv",
                "A white dove. | dove | dˈʌv",
                "Stay close to me. | close | klˈOs",
                "Close the door. | close | klˈOz",
                "The use of force. | use | jˈus",
                "We use it. | use | jˈuz",
                "They record songs. | record | ɹəkˈɔɹd",
                "A new record. | record | ɹˈɛkəɹd",
                "I object to that. | object | əbʤˈɛkt",
                "An object fell. | object | ˈɑbʤˌɛkt",
                "We used to sing. | used | jˈust",
                "A minute later. | minute | mˈɪnət",
                "A minute amount. | minute | mInˈut",
                "We speak Polish. | Polish | pˈOlɪʃ",
                "I polish it. | polish | pˈɑlɪʃ",
            })
    void theWordsAroundTellHowAWordIsSaid(String sentence, String word, String said) throws SpeechException {
        assertThat(word(sentence, word)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({
        "Kubernetes, kˌubəɹnˈɛɾiz",
        "smartphone, smˈɑɹtfˌOn",
        "website, wˈɛbsˌIt",
        "tom's, tˈɑmz",
        "wouldn't've, wˈʊdᵊntəv",
        "blogging, blˈɑɡɪŋ",
        "unfollowed, ˌʌnfˈɑlOd",
    })
    void wordsOfNoDictionaryAreMadeOfOthers(String word, String said) throws SpeechException {
        assertThat(said(word)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({"Xanthippe", "Zbigniew", "Qwertz", "Bxx", "Mcq", "Aaaaaa", "rhythm'", "y'", "ll", "N't", "xs", "S'S"})
    void everyNameIsSaidSomehow(String name) throws SpeechException {
        List<PhoneticWord> read = EnglishPhonemes.american().read("Mister " + name + " came.");
        assertThat(read).hasSizeGreaterThanOrEqualTo(3).allSatisfy(word -> assertThat(word.phonemes())
                .matches("[ˈˌbdfhjklmnpstvwzɡŋɹʃʒðθʤʧəiuɑɔɛɜɪʊʌAIWYOᵊæɾᵻɐ]+"));
    }

    @ParameterizedTest
    @CsvSource({
        "better car, bˈɛtə kˈɑː",
        "go home, ɡˈQ hˈQm",
        "a bird and a cat, ɐ bˈɜːd and ɐ kˈat",
        "a hot tea, ɐ hˈɒt tˈiː",
        "four men, fˈɔː mˈɛn",
    })
    void britishVoicesDropTheirR(String written, String said) throws SpeechException {
        assertThat(said(EnglishPhonemes.british(), written)).isEqualTo(said);
    }

    @Test
    void whatCannotBeSaidIsNamed() {
        String text = "Say \u2603 now, or \u5f00.";
        List<Unsayable> faults = EnglishPhonemes.american().unsayable(text);
        assertThat(faults).extracting(Unsayable::word).containsExactly("\u2603", "\u5f00.");
        assertThat(faults).extracting(Unsayable::offset).containsExactly(4, 14);
        assertThatThrownBy(() -> EnglishPhonemes.american().read(text))
                .isInstanceOf(SpeechException.class)
                .hasMessageContaining("\u2603");
    }
}
