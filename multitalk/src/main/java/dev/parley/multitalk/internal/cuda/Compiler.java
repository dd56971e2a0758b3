package dev.parley.multitalk.internal.cuda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** NVRTC: CUDA C++ to machine code of one architecture. Each text is compiled once in a process. */
final class Compiler {
    private record Program(List<String> texts, List<String> options) {
        String name() {
            return texts.get(texts.size() - 1);
        }
    }

    private static final Map<Program, byte[]> COMPILED = new ConcurrentHashMap<>();

    private final NativeLibrary nvrtc;

    Compiler(NativeLibrary nvrtc) {
        this.nvrtc = nvrtc;
    }

    /**
     * The machine code (cubin) of {@code bfloat16.cu} and texts of this package, one after the other.
     *
     * @param architecture ten times the compute capability that it is for
     * @param definitions of the text's constants, {@code NAME=value}
     * @throws CudaException with the compiler's words if it refuses the text
     */
    byte[] compile(List<String> texts, int architecture, String... definitions) {
        List<String> options = new ArrayList<>(List.of("--gpu-architecture=sm_" + architecture, "--std=c++17"));
        for (String definition : definitions) {
            options.add("-D" + definition);
        }
        return COMPILED.computeIfAbsent(new Program(texts, List.copyOf(options)), this::compile);
    }

    private byte[] compile(Program program) {
        var handle = new PointerByReference();
        StringBuilder source = new StringBuilder(text("bfloat16.cu"));
        program.texts().forEach(text -> source.append(text(text)));
        call("nvrtcCreateProgram", handle, source.toString(), program.name(), 0, null, null);
        Pointer made = handle.getValue();
        try {
            String[] options = program.options().toArray(String[]::new);
            int result =
                    nvrtc.getFunction("nvrtcCompileProgram").invokeInt(new Object[] {made, options.length, options});
            if (result != 0) {
                byte[] log = bytes("nvrtcGetProgramLogSize", "nvrtcGetProgramLog", made);
                throw new CudaException(
                        "nvrtcCompileProgram failed with code %d: %s".formatted(result, new String(log, UTF_8)));
            }
            return bytes("nvrtcGetCUBINSize", "nvrtcGetCUBIN", made);
        } finally {
            call("nvrtcDestroyProgram", handle);
        }
    }

    private static String text(String name) {
        try (InputStream in = Compiler.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("No %s beside %s".formatted(name, Compiler.class.getName()));
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + name, e);
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
