package dev.parley.worker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.contracts.JobEvent;
import dev.parley.contracts.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressReportTest {
    private final List<JobEvent.Progress> said = new ArrayList<>();
    private long now = -5_000_000_000L;
    private final EncodingPace encoding = new EncodingPace(100);
    private ProgressReport report;

    @BeforeEach
    void start() {
        report = report(0);
    }

    private ProgressReport report(int firstWindow) {
        return report(firstWindow, 4, false);
    }

    private ProgressReport report(int firstWindow, int windows, boolean decodes) {
        return report(firstWindow, Collections.nCopies(windows, 100L), decodes);
    }

    private ProgressReport report(int firstWindow, List<Long> windows, boolean decodes) {
        return report(firstWindow, windows, new Pace(decodes));
    }

    private ProgressReport report(int firstWindow, List<Long> windows, Pace pace) {
        return new ProgressReport(
                2, windows, firstWindow, pace, encoding, Duration.ofMillis(500), () -> now, said::add);
    }

    /** That of a process which has rendered a window before, as {@link #render} does. */
    private static Pace known() {
        return known(true, 4, 2, 4, 10);
    }

    private static Pace known(boolean longTail, double lead, double step, int steps, double tail) {
        Pace first = new Pace(longTail);
        first.begin(0, 1);
        for (int done = 1; done <= steps; done++) {
            first.step((lead + done * step) * Pace.FIRST_TAKES_LONGER, done, steps);
        }
        first.end((lead + steps * step + tail) * Pace.FIRST_TAKES_LONGER);
        return new Pace(longTail, first);
    }

    private static JobEvent.Progress progress(
            int window, int windows, int step, int steps, double eta, Phase phase, double stepSeconds) {
        return new JobEvent.Progress(2, window, windows, step, steps, eta, phase, stepSeconds, null);
    }

    private void millis(long millis) {
        now += millis * 1_000_000;
    }

    @Test
    void stepsThatFollowFastAreSaidTwiceASecond() {
        for (int step = 1; step <= 100; step++) {
            millis(20);
            report.step(0, step, 200);
        }
        assertThat(said).hasSize(4);
    }

    @Test
    void theLastStepOfTheLastWindowIsAlwaysSaid() {
        report.step(3, 9, 10);
        report.step(3, 10, 10);
        assertThat(said).last().isEqualTo(progress(4, 4, 10, 10, 0.0, Phase.RENDERING, 0.0));
    }

    @Test
    void windowsAfterAProcesssFirstAreExpectedToTakeLess() {
        report = report(2);
        millis(3_000);
        report.step(2, 5, 10);
        assertThat(said).containsExactly(progress(3, 4, 5, 10, 3.0 + 5.1, Phase.RENDERING, 0.6));
    }

    /** As a model does it: 4 s to the first step and 2 s more for it, 2 s a step, 10 s to decode. */
    private void render(int window, int steps) {
        report.begin(window);
        report.phase(Phase.RENDERING);
        millis(4_000);
        for (int step = 1; step <= steps; step++) {
            millis(2_000);
            report.step(window, step, steps);
        }
        report.phase(Phase.DECODING);
        millis(10_000);
    }

    @Test
    void aProcessThatHasRenderedTheLikeKnowsWhatIsLeftFromTheStart() {
        report = report(1, Collections.nCopies(4, 100L), known()); // three windows of 22 s, taken up again after one
        render(1, 4);
        render(2, 4);
        render(3, 4);
        assertThat(said)
                .extracting(news -> news.etaSeconds())
                .containsExactly(
                        66.0, 60.0, 58.0, 56.0, 54.0, 54.0, //
                        44.0, 38.0, 36.0, 34.0, 32.0, 32.0, //
                        22.0, 16.0, 14.0, 12.0, 10.0, 10.0);
    }

    @Test
    void inTheFirstWindowOfAProcessNothingIsKnownYet() {
        report = report(0, 2, true);
        render(0, 4);
        assertThat(said).isNotEmpty().allMatch(news -> news.etaSeconds() == null);
    }

    @Test
    void aShortLastWindowIsExpectedToTakeLess() {
        report = report(0, List.of(100L, 100L, 25L), known());
        render(0, 4);
        report.begin(1);
        report.phase(Phase.RENDERING);
        assertThat(said).last().extracting(news -> news.etaSeconds()).isEqualTo(22.0 + 22.0 / 4);
    }

    @Test
    void stepsOfAShortWindowMayBeFewerInsteadOfShorter() {
        report = report(0, List.of(90L, 60L, 60L), known(false, 0, 1, 9, 0));
        for (int step = 1; step <= 9; step++) {
            millis(1_000);
            report.step(0, step, 9);
        }
        report.begin(1);
        millis(1_000);
        report.step(1, 1, 6);
        assertThat(said).last().isEqualTo(progress(2, 3, 1, 6, 5.0 + 6.0, Phase.RENDERING, 1.0));
    }

    @Test
    void aWindowThatTookLongerIsOneOfSeveral() {
        report = report(0, Collections.nCopies(3, 100L), known());
        render(0, 4);
        render(1, 4);
        millis(10_000);
        report.begin(2);
        report.phase(Phase.RENDERING);
        assertThat(said).last().extracting(news -> news.etaSeconds()).satisfies(left -> assertThat(left)
                .isStrictlyBetween(4.0 + 4 * 2.0 + 10, 4.0 + 4 * 2.0 + 20));
    }

    @Test
    void eachPhaseIsSaidAtOnce() {
        report = report(0, 1, true);
        render(0, 2);
        assertThat(said)
                .extracting(JobEvent.Progress::step, JobEvent.Progress::phase)
                .containsExactly(
                        tuple(0, Phase.RENDERING),
                        tuple(1, Phase.RENDERING),
                        tuple(2, Phase.RENDERING),
                        tuple(2, Phase.DECODING));
    }

    @Test
    void decodingThatTakesLongerThanBeforeIsNoNegativeTime() {
        report = report(0, Collections.nCopies(2, 100L), known());
        render(0, 4);
        render(1, 4);
        millis(60_000);
        report.phase(Phase.DECODING);
        assertThat(said).last().isEqualTo(progress(2, 2, 4, 4, 0.0, Phase.DECODING, 2.0));
    }
}
