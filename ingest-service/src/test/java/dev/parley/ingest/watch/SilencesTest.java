package dev.parley.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobState.Progress;
import dev.parley.contracts.Phase;
import dev.parley.ingest.watch.Silences.Heard;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SilencesTest {
    private static final Duration NOTICE = Duration.ofSeconds(30);
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant LONG_AGO = Instant.EPOCH;
    private static final Progress RENDERING = new Progress(1, 2, 3, 4, null);

    private final Heard once = new Heard(NOON, Duration.ZERO);

    @Test
    void halfAMinuteIsTooLongForAStep() {
        assertThat(isTooLong(once, RENDERING, 29)).isFalse();
        assertThat(isTooLong(once, RENDERING, 30)).isTrue();
        assertThat(isTooLong(once, null, 30)).isTrue();
    }

    @Test
    void aModelThatIsLoadedOrDecodesReportsNoSteps() {
        for (Phase phase : new Phase[] {Phase.LOADING, Phase.DECODING}) {
            Progress unreported = new Progress(1, 2, 0, 4, null, phase);
            assertThat(isTooLong(once, unreported, 299)).isFalse();
            assertThat(isTooLong(once, unreported, 300)).isTrue();
        }
    }

    @Test
    void whoeverTakesLongForAStepMayTakeThreeTimesThat() {
        Heard slow = once.again(at(40)).again(at(45));
        assertThat(isTooLong(slow, RENDERING, 45 + 119)).isFalse();
        assertThat(isTooLong(slow, RENDERING, 45 + 120)).isTrue();
    }

    @Test
    void nobodyIsSilentWhileNobodyListens() {
        assertThat(once.isTooLongAgo(NOTICE, RENDERING, at(50), at(79))).isFalse();
        assertThat(once.isTooLongAgo(NOTICE, RENDERING, at(50), at(80))).isTrue();
    }

    private static boolean isTooLong(Heard heard, Progress progress, int seconds) {
        return heard.isTooLongAgo(NOTICE, progress, LONG_AGO, at(seconds));
    }

    private static Instant at(int seconds) {
        return NOON.plusSeconds(seconds);
    }
}
