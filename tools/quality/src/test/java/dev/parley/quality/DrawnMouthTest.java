package dev.parley.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.speech.lips.MouthShape;
import org.junit.jupiter.api.Test;

class DrawnMouthTest {
    @Test
    void aRoundMouthIsSmallerThanAWideOneOfTheSameHeight() {
        assertThat(DrawnMouth.area(new MouthShape(0.5, 0, 1, 0)))
                .isLessThan(DrawnMouth.area(new MouthShape(0.5, 1, 0, 0)) / 2);
        assertThat(DrawnMouth.area(MouthShape.SHUT)).isLessThan(0.03);
    }
}
