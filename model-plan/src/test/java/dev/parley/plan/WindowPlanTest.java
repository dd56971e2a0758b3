package dev.parley.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowPlanTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 80, 81, 82, 137, 138, 193, 1010, 5000})
    void newFramesAddUpToTheVideoWithoutGapOrOverlap(int frames) {
        int next = 0;
        for (Window window : WindowPlan.exact(frames, 81, 25).windows()) {
            assertThat(window.firstNewFrame()).isEqualTo(next);
            assertThat(window.newFrames()).isBetween(1, window.index() == 0 ? 81 : 56);
            next += window.newFrames();
        }
        assertThat(next).isEqualTo(frames);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "81, 1", "82, 2", "137, 2", "138, 3", "193, 3", "194, 4"})
    void thereAreAsManyWindowsAsTheFramesNeed(int frames, int windows) {
        assertThat(WindowPlan.exact(frames, 81, 25).windows()).hasSize(windows);
    }

    @ParameterizedTest
    @CsvSource({"1, 29", "29, 29", "30, 33", "65, 65", "66, 81", "81, 81"})
    void aShortVideoIsAShortWindow(int frames, int pixelFrames) {
        assertThat(WindowPlan.trimmed(frames, 81, 25).windows())
                .containsExactly(new Window(0, 0, 0, pixelFrames, frames, true));
    }

    @ParameterizedTest
    @CsvSource({"82, 29", "85, 29", "86, 33", "121, 65", "122, 81", "137, 81", "138, 29"})
    void theLastWindowIsAsShortAsWhatIsLeft(int frames, int pixelFrames) {
        List<Window> windows = WindowPlan.trimmed(frames, 81, 25).windows();
        assertThat(windows.get(windows.size() - 1).pixelFrames()).isEqualTo(pixelFrames);
        assertThat(windows.subList(0, windows.size() - 1)).allMatch(window -> window.pixelFrames() == 81);
    }

    @ParameterizedTest
    @CsvSource({"81, 25", "17, 5", "5, 1", "161, 25", "81, 77"})
    void aTrimmedVideoHasTheFramesOfTheFullOne(int windowFrames, int motionFrames) {
        for (int frames = 1; frames <= 4 * windowFrames; frames++) {
            WindowPlan full = WindowPlan.exact(frames, windowFrames, motionFrames);
            WindowPlan trimmed = WindowPlan.trimmed(frames, windowFrames, motionFrames);
            assertThat(trimmed.coveredFrames()).isEqualTo(full.coveredFrames());
            assertThat(trimmed.windows()).hasSameSizeAs(full.windows());
            for (Window window : trimmed.windows()) {
                assertThat(window.withPixelFrames(windowFrames))
                        .isEqualTo(full.windows().get(window.index()));
                assertThat(window.pixelFrames() % 4).isEqualTo(1);
                assertThat(window.pixelFrames())
                        .isBetween(
                                Math.max(motionFrames + 4, window.motionFrames() + window.newFrames()), windowFrames);
                assertThat(trimmed.givenMask(window)).hasSize(window.pixelFrames() + 3);
            }
        }
    }

    @Test
    void aVoiceIsHeardAsItIs() {
        WindowPlan plan = WindowPlan.exact(90, 81, 25);
        assertThat(plan.voiceFrames(plan.windows().get(1), 0, 4)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void theReferenceMirrorsTheEndOfAVoiceInTheLastWindow() {
        WindowPlan plan = WindowPlan.reference(List.of(26), 17, 5, 1000);
        assertThat(plan.mirroredTails()).containsExactly(6);
        assertThat(plan.frames()).isEqualTo(23);
        assertThat(plan.voiceFrames(plan.windows().get(0), 0, 26)).hasSize(26);
        assertThat(plan.voiceFrames(plan.windows().get(1), 0, 26)).endsWith(24, 25, 25, 24, 23, 22, 21, 20);
    }

    @Test
    void theReferenceNeedsMoreVoiceThanAWindow() {
        assertThatThrownBy(() -> WindowPlan.reference(List.of(81), 81, 25, 1000))
                .hasMessage("The reference's rule needs more than 81 frames of voice, not 81");
    }

    @ParameterizedTest
    @CsvSource({"80, 25", "81, 24", "81, 81", "1, 1"})
    void framesThatTheVaeCannotPackAreRefused(int windowFrames, int motionFrames) {
        assertThatThrownBy(() -> WindowPlan.exact(100, windowFrames, motionFrames))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4n+1");
    }
}
