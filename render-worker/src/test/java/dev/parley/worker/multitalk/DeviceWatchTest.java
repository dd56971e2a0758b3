package dev.parley.worker.multitalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.Device;
import dev.parley.multitalk.DeviceMemory.Reading;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeviceWatchTest {
    private final Deque<Runnable> aside = new ArrayDeque<>();
    private long now;
    private long used;
    private int readings;
    private final DeviceWatch watch = new DeviceWatch(this::read, aside::add, () -> now);

    private Optional<Reading> read() {
        readings++;
        return used < 0 ? Optional.empty() : Optional.of(new Reading("GPU", used, 100));
    }

    @Test
    void nobodyWaitsForAReading() {
        used = 7;
        assertThat(watch.latest()).isEmpty();
        aside.remove().run();
        assertThat(watch.latest()).hasValue(new Device("GPU", 7, 100));
    }

    @Test
    void aDeviceIsReadAnewWhenTheReadingIsOldAndNotTwiceAtOnce() {
        watch.latest();
        watch.latest();
        assertThat(aside).hasSize(1);
        aside.remove().run();
        watch.latest();
        assertThat(aside).isEmpty();
        now += 6_000_000_000L;
        used = 50;
        watch.latest();
        aside.remove().run();
        assertThat(watch.latest()).hasValue(new Device("GPU", 50, 100));
        assertThat(readings).isEqualTo(2);
    }

    @Test
    void whereNothingCanBeReadNothingIsSaid() {
        used = -1;
        watch.latest();
        aside.remove().run();
        assertThat(watch.latest()).isEmpty();
    }
}
