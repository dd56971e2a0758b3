package dev.parley.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowGridTest {
    @ParameterizedTest
    @CsvSource({"81, 25", "17, 5", "5, 1", "161, 25", "81, 77"})
    void anyWindowIsThatOfThePlan(int windowFrames, int motionFrames) {
        for (int frames = 1; frames <= 4 * windowFrames; frames++) {
            WindowGrid grid = new WindowGrid(frames, windowFrames, motionFrames);
            assertThat(IntStream.range(0, grid.count()).mapToObj(grid::window))
                    .isEqualTo(
                            WindowPlan.exact(frames, windowFrames, motionFrames).windows());
        }
    }

    @Test
    void theLongestVideoHasALastWindowToo() {
        WindowGrid grid = new WindowGrid(Integer.MAX_VALUE, 5, 1);
        Window last = grid.window(grid.count() - 1);
        assertThat((long) last.firstNewFrame() + last.newFrames()).isEqualTo(Integer.MAX_VALUE);
        assertThat(last.newFrames()).isBetween(1, 4);
    }

    @Test
    void thereIsNoWindowBeforeTheFirstAndNoneBehindTheLast() {
        WindowGrid grid = new WindowGrid(100, 81, 25);
        assertThatThrownBy(() -> grid.window(2)).hasMessage("Window 2 of 2");
        assertThatThrownBy(() -> grid.window(-1)).hasMessage("Window -1 of 2");
    }

    @Test
    void aVideoHasAFrame() {
        assertThatThrownBy(() -> new WindowGrid(0, 81, 25)).hasMessage("A video has at least one frame, not 0");
    }
}
