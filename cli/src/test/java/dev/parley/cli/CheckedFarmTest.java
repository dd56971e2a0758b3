package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cli.farm.SharedFarm;
import dev.parley.cli.request.PreparedRequest;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.Violation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CheckedFarmTest {
    private static final PreparedRequest REQUEST = new PreparedRequest("{}", null, Map.of(), Set.of(), true);

    private final CountDownLatch starting = new CountDownLatch(1);
    private final CountDownLatch calledOff = new CountDownLatch(1);
    /** One that takes its time. */
    private final Callable<SharedFarm> start = () -> {
        starting.countDown();
        try {
            Thread.sleep(60_000);
            throw new AssertionError("nobody called it off");
        } catch (InterruptedException e) {
            calledOff.countDown();
            throw e;
        }
    };

    @Test
    void aLateNoCallsTheStartOff() throws Exception {
        CheckedFarm.Check no = () -> {
            awaitQuietly(starting);
            return List.of(new Violation("image", "too-small", "found 1x1"));
        };
        assertThatThrownBy(() -> CheckedFarm.open(start, no, REQUEST)).isInstanceOf(InvalidRequestException.class);
        assertThat(calledOff.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anInterruptCallsTheStartOffAndIsPassedOn() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CheckedFarm.Check undecided = () -> {
            awaitQuietly(never);
            return List.of();
        };
        AtomicReference<Exception> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                CheckedFarm.open(start, undecided, REQUEST);
            } catch (Exception e) {
                thrown.set(e);
            }
        });
        caller.start();
        awaitQuietly(starting);
        caller.interrupt();
        caller.join(30_000);
        never.countDown();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(calledOff.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
