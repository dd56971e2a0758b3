package dev.parley.multitalk.internal.torch;

import ai.djl.engine.EngineException;
import dev.parley.multitalk.OutOfDeviceMemory;
import java.util.List;

/** Turns PyTorch's errors into typed exceptions. */
final class DeviceErrors {
    /** Messages of CUDA's allocator, CUDA itself and the CPU's allocator. PyTorch gives no other indication. */
    private static final List<String> OUT_OF_MEMORY = List.of(
            "CUDA out of memory",
            "CUDA error: out of memory",
            "CUBLAS_STATUS_ALLOC_FAILED",
            "DefaultCPUAllocator: can't allocate memory",
            "DefaultCPUAllocator: not enough memory");

    /** {@link OutOfDeviceMemory} if that is what {@code thrown} reports, otherwise {@code thrown} itself. */
    static RuntimeException typed(EngineException thrown) {
        return String.valueOf(thrown.getMessage())
                .lines()
                .filter(line -> OUT_OF_MEMORY.stream().anyMatch(line::contains))
                .findFirst()
                .<RuntimeException>map(line -> new OutOfDeviceMemory("Too little memory: " + line.strip(), thrown))
                .orElse(thrown);
    }

    private DeviceErrors() {}
}
