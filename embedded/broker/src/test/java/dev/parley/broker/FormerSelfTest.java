package dev.parley.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;

class FormerSelfTest {
    private static final Duration SESSION = Duration.ofHours(1);

    private final AdjustableClock clock = new AdjustableClock();

    @Test
    void theSessionOfOneThatWasKilledPasses() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        // At first the controller is not at work.
        try (FormerSelf former =
                FormerSelf.forget(clock, SESSION, () -> Math.min(1, asked.getAndIncrement()), () -> 0)) {
            former.await();
        }
        assertThat(ahead()).isEqualTo(SESSION);
    }

    @Test
    void noTimePassesForOneThatWasStopped() throws Exception {
        try (FormerSelf former = FormerSelf.forget(clock, SESSION, () -> 0, () -> 1)) {
            former.await();
        }
        assertThat(ahead()).isZero();
    }

    @Test
    void nothingIsWatchedOnceKafkaServes() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        IntSupplier none = () -> {
            asked.countDown();
            return 0;
        };
        FormerSelf former = FormerSelf.forget(clock, SESSION, none, none);
        asked.await();
        former.close();
        former.await();
        assertThat(ahead()).isZero();
    }

    private Duration ahead() {
        Duration difference = Duration.ofNanos(clock.nanoseconds() - Time.SYSTEM.nanoseconds());
        return Duration.ofMinutes(difference.plusSeconds(30).toMinutes());
    }
}
