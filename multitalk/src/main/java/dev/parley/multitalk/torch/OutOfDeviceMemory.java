package dev.parley.multitalk.torch;

import ai.djl.engine.EngineException;
import java.util.List;

/**
 * The device, or the machine where the device is its CPU, has too little memory for a tensor. What was computed so far is
 * freed with its scopes; the model stays usable.
 */
public final class OutOfDeviceMemory extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** How PyTorch words it: CUDA's allocator, CUDA itself, the CPU's allocator. It has no other sign. */
    private static final List<String> WORDS = List.of(
            "CUDA out of memory",
            "CUDA error: out of memory",
            "CUBLAS_STATUS_ALLOC_FAILED",
            "DefaultCPUAllocator: can't allocate memory",
            "DefaultCPUAllocator: not enough memory");

    private OutOfDeviceMemory(String message, Throwable cause) {
        super(message, cause);
    }

    /** An {@link OutOfDeviceMemory} where PyTorch ran out of memory, otherwise {@code thrown} itself. */
    public static RuntimeException or(EngineException thrown) {
        String said = String.valueOf(thrown.getMessage());
        return said.lines()
                .filter(line -> WORDS.stream().anyMatch(line::contains))
                .findFirst()
                .<RuntimeException>map(line -> new OutOfDeviceMemory("Too little memory: " + line.strip(), thrown))
                .orElse(thrown);
    }
}
