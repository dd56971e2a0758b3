package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressLineTest {
    @Test
    void theBarCountsWindowsAndSteps() {
        assertThat(bar(3, 4, 4, 8, "42.4"))
                .isEqualTo("rendering  [############--------] window 3/4, step 4/8, 0:42 left");
    }

    @Test
    void withoutAnEstimateNoneIsShown() {
        assertThat(bar(1, 2, 0, 8, "null")).isEqualTo("rendering  [--------------------] window 1/2, starting");
    }

    @Test
    void theLastStepFillsTheBar() {
        assertThat(bar(2, 2, 8, 8, "0")).isEqualTo("rendering  [###################-] window 2/2, step 8/8");
    }

    @Test
    void evenTheLongestFitsATerminal() {
        assertThat(bar(9999, 9999, 100, 100, "359999")).hasSizeLessThan(80);
    }

    @Test
    void aClaimedJobWithoutProgressIsBeginning() {
        assertThat(ProgressLine.bar(JobViews.of("running", "")))
                .isEqualTo("rendering  [--------------------] beginning");
    }

    @Test
    void whatAnAttemptIsAtIsSaid() {
        String loading = "\"progress\": {\"window\":1,\"windows\":3,\"step\":0,\"steps\":1,\"phase\":\"loading\"}";
        assertThat(ProgressLine.bar(JobViews.of("running", loading)))
                .isEqualTo("rendering  [--------------------] loading the model and encoding the inputs");
        assertThat(ProgressLine.news(JobViews.of("running", loading)))
                .isEqualTo("loading the model and encoding the inputs");
        String decoding =
                "\"progress\": {\"window\":1,\"windows\":2,\"step\":8,\"steps\":8,\"etaSeconds\":53,\"phase\":\"decoding\"}";
        assertThat(ProgressLine.bar(JobViews.of("running", decoding)))
                .isEqualTo("rendering  [#########-----------] window 1/2, decoding, 0:53 left");
    }

    @Test
    void aSilentWorkerIsNamed() {
        assertThat(ProgressLine.silence(
                        JobViews.of("running", "\"worker\": \"w1\", \"silentSince\": \"2026-11-22T10:00:00Z\""),
                        Instant.parse("2026-11-22T10:00:47Z")))
                .isEqualTo("no news from w1 for 40 s; if it has failed, another worker will take over")
                .hasSizeLessThan(80);
    }

    @ParameterizedTest
    @CsvSource({
        "accepted,   waiting for a worker",
        "assembling, assembling [####################]",
        "completed,  completed",
        "failed,     failed",
    })
    void otherStatesHaveTheirWords(String status, String line) {
        assertThat(ProgressLine.bar(JobViews.of(status, ""))).isEqualTo(line);
    }

    @Test
    void newsForALogCountsWindows() {
        String progress = "\"progress\": {\"window\": 2, \"windows\": 5, \"step\": 1, \"steps\": 8}";
        assertThat(ProgressLine.news(JobViews.of("running", progress))).isEqualTo("rendering window 2 of 5");
    }

    @ParameterizedTest
    @CsvSource({"0, 0:00", "-3, 0:00", "59.6, 1:00", "754, 12:34", "10921, 3:02:01"})
    void timesAreReadAsOnAClock(double seconds, String clock) {
        assertThat(ProgressLine.clock(seconds)).isEqualTo(clock);
    }

    private static String bar(int window, int windows, int step, int steps, String eta) {
        String progress =
                "\"progress\": {\"window\": %d, \"windows\": %d, \"step\": %d, \"steps\": %d, \"etaSeconds\": %s}"
                        .formatted(window, windows, step, steps, eta);
        return ProgressLine.bar(JobViews.of("running", progress));
    }
}
