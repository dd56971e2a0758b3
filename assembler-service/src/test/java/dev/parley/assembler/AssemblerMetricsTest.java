package dev.parley.assembler;

import static dev.parley.testkit.Histograms.longest;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.Test;

class AssemblerMetricsTest {
    private final PrometheusRegistry registry = new PrometheusRegistry();

    @Test
    void stagesHaveBucketsForAsLongAsTheyCanTake() {
        new AssemblerMetrics(registry).timed(AssemblerMetrics.Stage.UPLOAD, () -> "done");
        assertThat(longest(registry, "parley_assembler_stage_seconds")).isGreaterThanOrEqualTo(3_600);
    }
}
