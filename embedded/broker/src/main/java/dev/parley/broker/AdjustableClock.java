package dev.parley.broker;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/** A clock for Kafka, which measures how long things take by {@link #nanoseconds}. The time of day is the system's. */
final class AdjustableClock implements Time {
    private volatile long aheadNanos;

    /** As if so much time had passed. */
    void pass(Duration time) {
        aheadNanos += time.toNanos();
    }

    @Override
    public long nanoseconds() {
        return SYSTEM.nanoseconds() + aheadNanos;
    }

    @Override
    public long milliseconds() {
        return SYSTEM.milliseconds();
    }

    @Override
    public void sleep(long millis) {
        SYSTEM.sleep(millis);
    }

    @Override
    public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMillis)
            throws InterruptedException {
        SYSTEM.waitObject(object, condition, deadlineMillis);
    }
}
