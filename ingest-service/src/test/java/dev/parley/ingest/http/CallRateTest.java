package dev.parley.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallRateTest {
    private Instant now = Instant.EPOCH;

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    @Test
    void callsAreFreeAgainAMinuteLater() {
        CallRate rate = new CallRate("test", 2, clock);
        assertThat(rate.take().allowed()).isTrue();
        now = now.plusSeconds(30);
        assertThat(rate.take().allowed()).isTrue();
        assertThat(rate.take().allowed()).isFalse();
        now = now.plusSeconds(30);
        assertThat(rate.take().allowed()).isTrue();
        assertThat(rate.take().allowed()).isFalse();
    }

    @Test
    void theHeadersSayWhatIsLeftAndWhenThereIsMore() {
        CallRate rate = new CallRate("test", 2, clock);
        assertThat(rate.take().headers())
                .containsOnly(
                        Map.entry("RateLimit-Policy", "\"test\";q=2;w=60"),
                        Map.entry("RateLimit", "\"test\";r=1;t=60"));
        now = now.plusMillis(20_500);
        rate.take();
        assertThat(rate.take().headers())
                .containsEntry("RateLimit", "\"test\";r=0;t=40")
                .containsEntry("Retry-After", "40");
        now = now.plusSeconds(40);
        assertThat(rate.take().allowed()).isTrue();
    }
}
