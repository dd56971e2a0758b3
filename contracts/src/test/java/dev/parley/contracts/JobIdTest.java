package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobIdTest {
    @Test
    void sortsByTime() {
        JobId first = JobId.create(Instant.ofEpochMilli(1_000));
        JobId second = JobId.create(Instant.ofEpochMilli(2_000));
        assertThat(first).isLessThan(second);
        assertThat(UUID.fromString(first.value()).version()).isEqualTo(7);
        assertThat(UUID.fromString(first.value()).variant()).isEqualTo(2);
    }

    @Test
    void isTheSameForTheSameIdempotencyKeyOfTheSameTenantOnly() {
        assertThat(JobId.ofIdempotencyKey("a", "k")).isEqualTo(JobId.ofIdempotencyKey("a", "k"));
        assertThat(JobId.ofIdempotencyKey("a", "k")).isNotEqualTo(JobId.ofIdempotencyKey("b", "k"));
    }

    @Test
    void refusesWhatCouldEscapeAnObjectKey() {
        assertThatThrownBy(() -> new JobId("../../etc/passwd"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("../../etc/passwd");
    }
}
