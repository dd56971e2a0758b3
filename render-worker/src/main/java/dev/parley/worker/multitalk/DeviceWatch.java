package dev.parley.worker.multitalk;

import dev.parley.contracts.Device;
import dev.parley.multitalk.DeviceMemory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How full the device is, read now and then beside the work: nobody waits for a reading. */
final class DeviceWatch {
    private static final long EVERY_NANOS = Duration.ofSeconds(5).toNanos();

    private final Supplier<Optional<DeviceMemory.Reading>> reading;
    private final Executor aside;
    private final LongSupplier nanoTime;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile Device latest; // null until it was read, and on a CPU
    private volatile long readAt;
    private volatile boolean read;

    /** @param device in PyTorch's notation */
    static DeviceWatch of(String device) {
        return new DeviceWatch(() -> DeviceMemory.read(device), DeviceWatch::inThreadOfItsOwn, System::nanoTime);
    }

    DeviceWatch(Supplier<Optional<DeviceMemory.Reading>> reading, Executor aside, LongSupplier nanoTime) {
        this.reading = reading;
        this.aside = aside;
        this.nanoTime = nanoTime;
    }

    private static void inThreadOfItsOwn(Runnable work) {
        Thread thread = new Thread(work, "device-watch");
        thread.setDaemon(true);
        thread.start();
    }

    /** The latest reading; one that is old asks for another. */
    Optional<Device> latest() {
        boolean old = !read || nanoTime.getAsLong() - readAt >= EVERY_NANOS;
        if (old && busy.compareAndSet(false, true)) {
            aside.execute(this::readAgain);
        }
        return Optional.ofNullable(latest);
    }

    private void readAgain() {
        try {
            latest = reading.get()
                    .map(now -> new Device(now.name(), now.usedBytes(), now.totalBytes()))
                    .orElse(null);
        } finally {
            readAt = nanoTime.getAsLong();
            read = true;
            busy.set(false);
        }
    }
}
