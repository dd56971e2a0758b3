package dev.parley.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.quality.Articulation.Phoneme;
import java.util.List;
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
    void aRoundMouthIsSmallerThanAWideOneOfTheSameHeight() {
        assertThat(new MouthShape(0.5, 0, 1).area()).isLessThan(new MouthShape(0.5, 1, 0).area() / 2);
        assertThat(MouthShape.SHUT.area()).isLessThan(0.03);
    }
}
