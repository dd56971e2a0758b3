package dev.parley.ingest.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReceiversTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final CallResult FAILED = new CallResult.Failed("500", "5xx", Duration.ZERO);
    private static final CallResult TAKEN = new CallResult.Delivered("204");

    private final Receivers receivers = new Receivers(2);

    @Test
    void oneReceiverDoesNotTakeThePlacesOfOthers() {
        assertThat(receivers.begin("https://slow.example/a", NOON)).isTrue();
        assertThat(receivers.begin("https://slow.example:443/b", NOON)).isTrue();
        assertThat(receivers.begin("https://slow.example/c", NOON)).isFalse();
        assertThat(receivers.begin("https://other.example/", NOON)).isTrue();

        receivers.end("https://slow.example/a", TAKEN, NOON);
        assertThat(receivers.begin("https://slow.example/c", NOON)).isTrue();
    }

    @Test
    void whoDoesNotAnswerRestsThenIsTriedByOneCall() {
        fail("https://dead.example/", NOON);

        assertThat(receivers.isUnwell("https://dead.example/other")).isTrue();
        assertThat(receivers.begin("https://dead.example/", NOON.plusMillis(999)))
                .isFalse();
        assertThat(receivers.begin("https://dead.example/", NOON.plusSeconds(1)))
                .isTrue();
        assertThat(receivers.begin("https://dead.example/", NOON.plusSeconds(1)))
                .isFalse();
    }

    @Test
    void restsGrowToAMinute() {
        Instant now = NOON;
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            fail("https://dead.example/", now);
            assertThat(receivers.begin(
                            "https://dead.example/", now.plusSeconds(seconds).minusMillis(1)))
                    .isFalse();
            now = now.plusSeconds(seconds);
        }
    }

    @Test
    void whoAnswersAgainIsWell() {
        fail("https://dead.example/", NOON);
        Instant later = NOON.plusSeconds(1);
        receivers.begin("https://dead.example/", later);
        receivers.end("https://dead.example/", TAKEN, later);

        assertThat(receivers.isUnwell("https://dead.example/")).isFalse();
        assertThat(receivers.begin("https://dead.example/", later)).isTrue();
        assertThat(receivers.begin("https://dead.example/", later)).isTrue();
    }

    private void fail(String url, Instant now) {
        assertThat(receivers.begin(url, now)).isTrue();
        receivers.end(url, FAILED, now);
    }
}
