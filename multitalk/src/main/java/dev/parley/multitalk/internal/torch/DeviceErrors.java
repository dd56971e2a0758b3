package dev.parley.multitalk.internal.torch;

import ai.djl.engine.EngineException;
import dev.parley.multitalk.DeviceFailed;
import dev.parley.multitalk.OutOfDeviceMemory;
import java.util.List;
import java.util.Optional;

/** Turns PyTorch's errors into typed exceptions. */
final class DeviceErrors {
    /** Messages of CUDA's allocator, CUDA itself and the CPU's allocator. PyTorch gives no other indication. */
    private static final List<String> OUT_OF_MEMORY = List.of(
            "CUDA out of memory",
            "CUDA error: out of memory",
            "CUBLAS_STATUS_ALLOC_FAILED",
            "DefaultCPUAllocator: can't allocate memory",
            "DefaultCPUAllocator: not enough memory");

    /** Of CUDA and its libraries, whatever they could not do; all but {@link #OUT_OF_MEMORY}. */
    private static final List<String> FAILED =
            List.of("CUDA error:", "CUDA driver error:", "CUBLAS_STATUS_", "CUDNN_STATUS_");

    /**
     * {@link OutOfDeviceMemory} or {@link DeviceFailed} if that is what {@code thrown} reports, otherwise {@code thrown}
     * itself.
     */
    static RuntimeException typed(EngineException thrown) {
        return line(thrown, OUT_OF_MEMORY)
                .<RuntimeException>map(line -> new OutOfDeviceMemory("Too little memory: " + line, thrown))
                .or(() -> line(thrown, FAILED).map(line -> new DeviceFailed("The device failed: " + line, thrown)))
                .orElse(thrown);
    }

    private static Optional<String> line(EngineException thrown, List<String> signs) {
        return String.valueOf(thrown.getMessage())
                .lines()
                .filter(line -> signs.stream().anyMatch(line::contains))
                .map(String::strip)
                .findFirst();
    }

    private DeviceErrors() {}
}
