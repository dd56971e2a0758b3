package dev.parley.bench.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.multitalk.TorchType;
import org.junit.jupiter.api.Test;

class MachineTest {
    @Test
    void theCpuComputesAndIsTimed() {
        try (Machine machine = Machine.open("cpu")) {
            assertThat(machine.time(1, () -> machine.noise(2, 3)).best()).isPositive();
            assertThat(machine.matmulPeak(TorchType.F32, 16)).isPositive();
        }
    }
}
