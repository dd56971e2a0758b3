package dev.parley.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.speech.lips.Articulation;
import dev.parley.speech.lips.MouthShape;
import dev.parley.speech.lips.Phoneme;
import java.util.List;
import org.junit.jupiter.api.Test;

class UtteranceTest {
    @Test
    void lipsCloseWhereTheVoiceSaysM() throws Exception {
        Utterance said = Utterance.spoken("kate", "Mama");
        List<MouthShape> shapes = said.shapes();
        List<Phoneme> phonemes = said.phonemes();
        for (int i = 0; i + 1 < phonemes.size(); i++) {
            double middle = (phonemes.get(i).begin() + phonemes.get(i + 1).begin()) / 2;
            MouthShape shape = shapes.get((int) (middle * Articulation.RATE));
            if (phonemes.get(i).name().equals("m")) {
                assertThat(shape.open()).isLessThan(0.15);
            } else if (phonemes.get(i).name().equals("ɑ")) {
                assertThat(shape.open()).isGreaterThan(0.4);
            }
        }
        assertThat(phonemes).extracting(Phoneme::name).contains("m", "ɑ");
    }
}
