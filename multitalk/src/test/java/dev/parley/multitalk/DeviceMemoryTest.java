package dev.parley.multitalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceMemoryTest {
    @Test
    void theCpuHasNoLimitOfItsOwn() {
        assertThat(DeviceMemory.of("cpu")).isEmpty();
    }

    @Test
    void mebibytesLessWhatIsNotForTensors() {
        assertThat(DeviceMemory.answer(List.of("echo", "143771"))).hasValue((143_771L - 1024) << 20);
        assertThat(DeviceMemory.answer(List.of("echo", "100"))).hasValue(0);
    }

    @Test
    void whoCannotBeAskedSaysNothing() {
        assertThat(DeviceMemory.answer(List.of("no-such-command-here"))).isEmpty();
        assertThat(DeviceMemory.answer(List.of("false"))).isEmpty();
        assertThat(DeviceMemory.answer(List.of("echo", "[N/A]"))).isEmpty();
    }

    @Test
    void cudaCountsTheDevicesItIsShown() {
        assertThat(DeviceMemory.name(1, null)).isEqualTo("1");
        assertThat(DeviceMemory.name(1, "3, GPU-5242a1f0")).isEqualTo("GPU-5242a1f0");
        assertThat(DeviceMemory.name(0, "")).isEqualTo("0");
    }

    @Test
    void aGpuIsReadWithItsName() {
        assertThat(DeviceMemory.reading(List.of("echo", "1024, 46068, NVIDIA L40S")))
                .hasValue(new DeviceMemory.Reading("NVIDIA L40S", 1024L << 20, 46_068L << 20));
        assertThat(DeviceMemory.reading(List.of("echo", "[N/A], 46068, NVIDIA L40S")))
                .isEmpty();
        assertThat(DeviceMemory.reading(List.of("echo", "7"))).isEmpty();
        assertThat(DeviceMemory.reading(List.of("false"))).isEmpty();
        assertThat(DeviceMemory.read("cpu")).isEmpty();
    }
}
