package dev.parley.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PulseTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final Pulse pulse = new Pulse("neighbor", Clock.fixed(NOON, ZoneOffset.UTC));

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void beforeItWasAskedNobodyKnows() {
        assertThat(pulse.isAway()).isFalse();
        assertThat(pulse.answersSince()).isEmpty();
    }

    @Test
    void itIsAwayUntilItAnswers() {
        pulse.feel(() -> {
            throw new IllegalStateException("nothing to hear");
        });
        assertThat(pulse.isAway()).isTrue();
        assertThat(pulse.answersSince()).isEmpty();

        pulse.feel(() -> {});
        assertThat(pulse.isAway()).isFalse();
        assertThat(pulse.answersSince()).contains(NOON);
    }

    @Test
    void aServiceThatStopsLearnsNothing() {
        pulse.feel(() -> {});
        pulse.feel(() -> {
            throw new InterruptedException();
        });
        assertThat(pulse.isAway()).isFalse();
    }
}
