package dev.parley.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.JobViews;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuietTest {
    private final Quiet quiet = new Quiet(Duration.ofSeconds(30));

    private static long at(int seconds) {
        return seconds * 1_000_000_000L;
    }

    private void hear(String status, int seconds) {
        quiet.news(JobViews.of(status, ""), at(seconds));
    }

    @Test
    void aJobAtWorkThatFallsSilentIsNoticed() {
        hear("running", 0);
        hear("running", 2);
        assertThat(quiet.since(at(31))).isEmpty();
        assertThat(quiet.since(at(33))).contains(Duration.ofSeconds(31));
    }

    @Test
    void stepsThatTakeLongAreNoSilence() {
        hear("running", 0);
        hear("running", 60);
        assertThat(quiet.since(at(60 + 179))).isEmpty();
        assertThat(quiet.since(at(60 + 181))).isPresent();
    }

    @Test
    void aModelThatIsLoadedOrDecodesReportsNothingForMinutes() {
        for (String phase : new String[] {"loading", "decoding"}) {
            quiet.news(
                    JobViews.of(
                            "running",
                            "\"progress\": {\"window\":1,\"windows\":3,\"step\":0,\"steps\":1,\"phase\":\"%s\"}"
                                    .formatted(phase)),
                    at(0));
            assertThat(quiet.since(at(299))).as(phase).isEmpty();
            assertThat(quiet.since(at(301))).as(phase).isPresent();
        }
    }

    @Test
    void aJobThatWaitsOrHasEndedSaysNothing() {
        hear("accepted", 0);
        assertThat(quiet.since(at(3_600))).isEmpty();
        hear("completed", 1);
        assertThat(quiet.since(at(3_600))).isEmpty();
    }
}
