package dev.parley.ingest.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobState.Callback;
import dev.parley.contracts.SealedWebhook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryPlanTest {
    private static final Instant ENDED = Instant.parse("2026-11-22T12:00:00Z");
    private static final CallResult FAILED = new CallResult.Failed("500", "5xx", Duration.ZERO);

    private final RetryPlan plan =
            new RetryPlan(List.of(Duration.ofSeconds(5), Duration.ofMinutes(2)), Duration.ofHours(72));
    private final Callback fresh = Callback.pending(new SealedWebhook("https://example.org/hook", null));

    @Test
    void aDeliveredCallIsTheLast() {
        Callback after = plan.after(fresh, new CallResult.Delivered("204"), ENDED, ENDED, 0.5);

        assertThat(after.status()).isEqualTo(Callback.Status.DELIVERED);
        assertThat(after.attempts()).isEqualTo(1);
    }

    @Test
    void pausesGrowAndTheLastRepeats() {
        Callback first = plan.after(fresh, FAILED, ENDED, ENDED, 0.5);
        Callback second = plan.after(first, FAILED, ENDED, ENDED, 0.5);
        Callback third = plan.after(second, FAILED, ENDED, ENDED, 0.5);

        assertThat(List.of(first, second, third))
                .extracting(Callback::nextAttemptAt)
                .containsExactly(ENDED.plusSeconds(5), ENDED.plusSeconds(120), ENDED.plusSeconds(120));
    }

    @Test
    void pausesAreSpreadByAFifth() {
        assertThat(plan.after(fresh, FAILED, ENDED, ENDED, 0).nextAttemptAt()).isEqualTo(ENDED.plusSeconds(4));
        assertThat(plan.after(fresh, FAILED, ENDED, ENDED, 1).nextAttemptAt()).isEqualTo(ENDED.plusSeconds(6));
    }

    @Test
    void aReceiverMayAskForMoreTime() {
        CallResult asked = new CallResult.Failed("503", "5xx", Duration.ofMinutes(10));

        assertThat(plan.after(fresh, asked, ENDED, ENDED, 0.5).nextAttemptAt()).isEqualTo(ENDED.plusSeconds(600));
    }

    @Test
    void afterThreeDaysItIsGivenUp() {
        Instant late = ENDED.plus(Duration.ofHours(72));

        Callback after = plan.after(fresh, FAILED, ENDED, late, 0.5);

        assertThat(after.status()).isEqualTo(Callback.Status.EXHAUSTED);
        assertThat(after.lastResult()).isEqualTo("500, given up after 1 calls");
    }

    @Test
    void aRejectedCallIsNotRepeated() {
        Callback after = plan.after(fresh, new CallResult.Rejected("410", "gone"), ENDED, ENDED, 0.5);

        assertThat(after.status()).isEqualTo(Callback.Status.EXHAUSTED);
    }
}
