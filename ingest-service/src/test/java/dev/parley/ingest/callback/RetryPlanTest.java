package dev.parley.ingest.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.Callback;
import dev.parley.contracts.CallbackBuilder;
import dev.parley.contracts.SealedWebhook;
import dev.parley.contracts.WebhookEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryPlanTest {
    private static final Instant ENDED = Instant.parse("2026-11-22T12:00:00Z");
    private static final CallResult FAILED = new CallResult.Failed("500", "5xx", Duration.ZERO);

    private final RetryPlan plan =
            new RetryPlan(List.of(Duration.ofSeconds(5), Duration.ofMinutes(2)), Duration.ofHours(72));
    private final Callback fresh = CallbackBuilder.builder(
                    Callback.pending(new SealedWebhook("https://example.org/hook", null)))
            .notices(List.of(new Callback.Notice(WebhookEvent.COMPLETED, 0, ENDED, 0)))
            .build();

    @Test
    void aDeliveredCallIsTheLast() {
        Callback after = after(fresh, new CallResult.Delivered("204"), ENDED, 0.5);

        assertThat(after.status()).isEqualTo(Callback.Status.DELIVERED);
        assertThat(after.attempts()).isEqualTo(1);
    }

    @Test
    void pausesGrowAndTheLastRepeats() {
        Callback first = after(fresh, FAILED, ENDED, 0.5);
        Callback second = after(first, FAILED, ENDED, 0.5);
        Callback third = after(second, FAILED, ENDED, 0.5);

        assertThat(List.of(first, second, third))
                .extracting(Callback::nextAttemptAt)
                .containsExactly(ENDED.plusSeconds(5), ENDED.plusSeconds(120), ENDED.plusSeconds(120));
    }

    @Test
    void pausesAreSpreadByAFifth() {
        assertThat(after(fresh, FAILED, ENDED, 0).nextAttemptAt()).isEqualTo(ENDED.plusSeconds(4));
        assertThat(after(fresh, FAILED, ENDED, 1).nextAttemptAt()).isEqualTo(ENDED.plusSeconds(6));
    }

    @Test
    void aReceiverMayAskForMoreTime() {
        CallResult asked = new CallResult.Failed("503", "5xx", Duration.ofMinutes(10));

        assertThat(after(fresh, asked, ENDED, 0.5).nextAttemptAt()).isEqualTo(ENDED.plusSeconds(600));
    }

    @Test
    void afterThreeDaysItIsGivenUp() {
        Instant late = ENDED.plus(Duration.ofHours(72));

        Callback after = after(fresh, FAILED, late, 0.5);

        assertThat(after.status()).isEqualTo(Callback.Status.EXHAUSTED);
        assertThat(after.lastResult()).isEqualTo("500, given up after 1 calls");
    }

    @Test
    void aRejectedCallIsNotRepeated() {
        Callback after = after(fresh, new CallResult.Rejected("410", "gone"), ENDED, 0.5);

        assertThat(after.status()).isEqualTo(Callback.Status.EXHAUSTED);
    }

    @Test
    void aCallIsKeptWithItsTime() {
        Callback after = after(fresh, FAILED, ENDED.plusSeconds(7), 0.5);

        assertThat(after.calls())
                .containsExactly(new Callback.Call(WebhookEvent.COMPLETED, ENDED.plusSeconds(5), "500", 2000));
    }

    private Callback after(Callback before, CallResult result, Instant now, double random) {
        return plan.after(before, result, Duration.ofSeconds(2), true, now, random);
    }
}
