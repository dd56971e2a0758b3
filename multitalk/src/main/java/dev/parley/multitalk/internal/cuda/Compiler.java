package dev.parley.multitalk.internal.cuda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** NVRTC: CUDA C++ to machine code of one architecture. Each text is compiled once in a process. */
final class Compiler {
    private record Program(String source, List<String> options) {}

    private static final Map<Program, byte[]> COMPILED = new ConcurrentHashMap<>();

    private final NativeLibrary nvrtc;

    Compiler(NativeLibrary nvrtc) {
        this.nvrtc = nvrtc;
    }

    /**
     * The machine code (cubin) of a source.
     *
     * @throws CudaException with the compiler's words if it refuses the source or the options
     */
    byte[] compile(String source, List<String> options) {
        return COMPILED.computeIfAbsent(new Program(source, List.copyOf(options)), this::compile);
    }

    private byte[] compile(Program text) {
        var handle = new PointerByReference();
        call("nvrtcCreateProgram", handle, text.source(), "tokens.cu", 0, null, null);
        Pointer program = handle.getValue();
        try {
            String[] options = text.options().toArray(String[]::new);
            int result =
                    nvrtc.getFunction("nvrtcCompileProgram").invokeInt(new Object[] {program, options.length, options});
            if (result != 0) {
                byte[] log = bytes("nvrtcGetProgramLogSize", "nvrtcGetProgramLog", program);
                throw new CudaException(
                        "nvrtcCompileProgram failed with code %d: %s".formatted(result, new String(log, UTF_8)));
            }
            return bytes("nvrtcGetCUBINSize", "nvrtcGetCUBIN", program);
        } finally {
            call("nvrtcDestroyProgram", handle);
        }
    }

    private byte[] bytes(String sizeFunction, String function, Pointer program) {
        var size = new LongByReference();
        call(sizeFunction, program, size);
        var bytes = new byte[Math.toIntExact(size.getValue())];
        call(function, program, bytes);
        return bytes;
    }

    private void call(String function, Object... args) {
        CudaException.require(nvrtc.getFunction(function).invokeInt(args), function);
    }
}
