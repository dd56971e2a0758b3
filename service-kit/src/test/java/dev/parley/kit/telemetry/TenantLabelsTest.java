package dev.parley.kit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TenantLabelsTest {
    @Test
    void aCounterHasNoMoreSeriesThanTwentyTenantsAndTheOthers() {
        TenantLabels labels = new TenantLabels();
        for (int i = 0; i < TenantLabels.NAMED; i++) {
            assertThat(labels.of("tenant " + i)).isEqualTo("tenant " + i);
        }
        assertThat(labels.of("one more")).isEqualTo(TenantLabels.OTHERS);
        assertThat(labels.of("tenant 7")).isEqualTo("tenant 7");
    }
}
