package dev.parley.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressReportTest {
    private final List<JobEvent.Progress> said = new ArrayList<>();
    private long now = -5_000_000_000L;
    private ProgressReport report;

    @BeforeEach
    void start() {
        report = report(0);
    }

    private ProgressReport report(int firstWindow) {
        return new ProgressReport(2, 4, firstWindow, Duration.ofMillis(500), () -> now, said::add);
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
        assertThat(said).last().isEqualTo(new JobEvent.Progress(2, 4, 4, 10, 10, 0.0));
    }

    @Test
    void whatIsLeftIsGuessedFromTheAttemptsOwnPace() {
        report = report(2);
        millis(3_000);
        report.step(2, 5, 10);
        assertThat(said).containsExactly(new JobEvent.Progress(2, 3, 4, 5, 10, 9.0));
    }
}
