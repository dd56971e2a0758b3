package dev.parley.worker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.contracts.JobId;
import dev.parley.contracts.RenderPlan;
import dev.parley.testkit.Counters;
import dev.parley.worker.TestPlans;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GpuBillTest {
    private static final Duration WINDOW = Duration.ofSeconds(21);

    /** 62 frames: windows of 21 frames, 5 of them taken over, add 21, 16, 16 and 9. */
    private final RenderPlan plan =
            TestPlans.plan(JobId.create(Instant.now()), 2.5, 21, 5, "inputs/image", "inputs/audio");

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final WorkerMetrics metrics = new WorkerMetrics(registry, Clock.systemUTC());
    private final GpuBill bill = new GpuBill(metrics, plan, true);

    @Test
    void framesThatAreRenderedAgainOrCutOffAreWaste() {
        for (int i = 0; i < 4; i++) {
            bill.rendered(i, WINDOW);
            bill.committed(i);
        }
        bill.ended(false);
        assertThat(used()).isEqualTo(84);
        // The last window is trimmed to 17 frames, which is worth it: 5 taken over, 9 new, 3 beyond the end.
        assertThat(wasted("overlap")).isCloseTo(5 + 5 + 21 * 5 / 17.0, within(1e-6));
        assertThat(wasted("tail")).isCloseTo(21 * 3 / 17.0, within(1e-6));
        assertThat(wasted("retry")).isZero();
        assertThat(wasted("cancel")).isZero();
    }

    @Test
    void whatWasNotCommittedHasToBeRenderedAgain() {
        bill.rendered(0, WINDOW);
        bill.committed(0);
        bill.rendered(1, WINDOW);
        bill.broken(2, Duration.ofSeconds(3));
        bill.ended(false);
        assertThat(wasted("retry")).isEqualTo(24);
    }

    @Test
    void whatTheNextAttemptGoesOnFromIsNoWaste() {
        bill.left(Duration.ofSeconds(3));
        bill.ended(false);
        assertThat(used()).isEqualTo(3);
        assertThat(wasted("retry")).isZero();
    }

    @Test
    void whatSomebodyElseCommittedInOtherBytesIsRenderedAgainByUs() {
        bill.rendered(1, WINDOW);
        bill.rendered(1, WINDOW);
        bill.committed(1);
        bill.ended(false);
        assertThat(wasted("retry")).isEqualTo(21);
    }

    @Test
    void nobodyWantsAnythingOfACancelledJob() {
        bill.prepared(Duration.ofSeconds(2));
        bill.rendered(0, WINDOW);
        bill.committed(0);
        bill.broken(1, Duration.ofSeconds(3));
        bill.ended(true);
        assertThat(wasted("cancel")).isEqualTo(26);
        assertThat(wasted("retry")).isZero();
    }

    private double used() {
        return Counters.value(
                registry,
                "parley_worker_gpu_seconds",
                "engine",
                "pantomime",
                "tenant",
                plan.settings().tenant());
    }

    private double wasted(String reason) {
        return Counters.value(registry, "parley_worker_wasted_gpu_seconds", "reason", reason);
    }
}
