package dev.parley.speech.lips;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.speech.FreeTts;
import dev.parley.speech.SpokenSentence.Timed;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArticulationTest {
    @Test
    void lipsPartForAVowelAndMeetForAnM() {
        List<MouthShape> shapes = Articulation.shapes(
                List.of(
                        new Phoneme(0, ""),
                        new Phoneme(0.2, "ɑː"),
                        new Phoneme(0.5, "m"),
                        new Phoneme(0.6, "ɑː"),
                        new Phoneme(0.9, "")),
                1.25);
        assertThat(shapes).hasSize(126);
        assertThat(shapes.get(5).open()).isLessThan(0.01);
        assertThat(shapes.get(35).open()).isGreaterThan(0.95);
        assertThat(shapes.get(53).open()).isLessThan(0.01);
        assertThat(shapes.get(75).open()).isGreaterThan(0.95);
    }

    @Test
    void theMouthMovesBeforeItIsHeard() {
        List<MouthShape> shapes =
                Articulation.shapes(List.of(new Phoneme(0, ""), new Phoneme(0.5, "ɑ"), new Phoneme(0.9, "")), 1);
        assertThat(shapes.get(50).open()).isGreaterThan(0.6);
        assertThat(shapes.get(40).open()).isLessThan(0.05);
    }

    @Test
    void theLipTouchesTheTeethForAnFOnly() {
        List<MouthShape> shapes = Articulation.shapes(
                List.of(new Phoneme(0, "ɑ"), new Phoneme(0.3, "f"), new Phoneme(0.4, "ɑ"), new Phoneme(0.7, "m")), 1);
        assertThat(shapes.get(33).bite()).isGreaterThan(0.9);
        assertThat(shapes.get(33).open()).isLessThan(0.2);
        assertThat(shapes.get(15).bite()).isLessThan(0.01);
        assertThat(shapes.get(73).bite()).isLessThan(0.01);
    }

    @Test
    void aSoundThatNoTableHasOpensTheMouthALittle() {
        assertThat(Articulation.shapes(List.of(new Phoneme(0, "ɮ")), 0.15)
                        .get(8)
                        .open())
                .isBetween(0.2, 0.6);
    }

    @Test
    void voicesNameTheirPhonemesInAlphabetsOfTheirOwn() {
        assertThat(names("hh", "ax", "l", "ow", "y")).containsExactly("h", "ə", "l", "oʊ", "j", "");
        assertThat(names("h", "ə", "l", "O", "ʧ", "y")).containsExactly("h", "ə", "l", "oʊ", "tʃ", "y", "");
    }

    private static List<String> names(String... said) {
        List<Timed> timed = IntStream.range(0, said.length)
                .mapToObj(i -> new Timed(said[i], i, i + 1))
                .toList();
        return Phoneme.of(timed).stream().map(Phoneme::name).toList();
    }

    @Test
    void aMarkWithATimeOfItsOwnProlongsTheSoundBeforeIt() {
        assertThat(names("b", "ɑ", "̃", "ː")).containsExactly("b", "ɑ", "");
    }

    @Test
    void everyPhonemeOfTheBuiltInVoicesHasAMouthShape() throws Exception {
        List<Timed> said = new FreeTts()
                .speak(
                        "kevin",
                        "The quick brown fox jumps over a lazy dog. A boy thought: measure which cow's show you heard sing good.")
                .phonemes();
        Map<String, MouthShape.Target> shapes = MouthShape.byLetter();
        assertThat(Phoneme.of(said))
                .extracting(Phoneme::name)
                .contains("ʒ", "tʃ", "dʒ", "ɔɪ", "aʊ", "ŋ", "ɝ", "")
                .allSatisfy(name -> assertThat(name.codePoints().mapToObj(Character::toString))
                        .allMatch(shapes::containsKey));
        assertThat(Phoneme.of(said)).extracting(Phoneme::begin).isSorted();
    }

    @Test
    void whatIsBetweenPhonemesIsAPause() {
        assertThat(Phoneme.of(List.of(new Timed("m", 0.5, 0.7), new Timed("æ", 1, 1.2))))
                .containsExactly(
                        new Phoneme(0.5, "m"), new Phoneme(0.7, ""), new Phoneme(1, "æ"), new Phoneme(1.2, ""));
    }
}
