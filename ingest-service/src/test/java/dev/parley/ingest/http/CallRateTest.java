package dev.parley.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
        CallRate rate = new CallRate(2, clock);
        assertThat(rate.take()).isTrue();
        now = now.plusSeconds(30);
        assertThat(rate.take()).isTrue();
        assertThat(rate.take()).isFalse();
        now = now.plusSeconds(30);
        assertThat(rate.take()).isTrue();
        assertThat(rate.take()).isFalse();
    }
}
