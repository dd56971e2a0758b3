package dev.parley.multitalk.internal.cuda;

import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The native libraries that kernels of our own need, all of them loaded by PyTorch already but for the compiler, which
 * lies beside them.
 *
 * @param torch tensors: their memory
 * @param torchCuda PyTorch's streams
 * @param driver CUDA's driver
 * @param compiler NVRTC
 * @param cudnn empty where PyTorch was built without it
 */
record Libraries(
        NativeLibrary torch,
        NativeLibrary torchCuda,
        NativeLibrary driver,
        NativeLibrary compiler,
        Optional<NativeLibrary> cudnn) {
    private static final int RTLD_LAZY = 1; // and local; left to itself JNA makes all symbols global
    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final Pattern COMPILER = Pattern.compile("libnvrtc(-[0-9a-f]+)?\\.so(\\.[0-9.]+)?");

    /** The libraries of this process; empty where one is missing, as on any machine without a GPU. */
    static Optional<Libraries> find() throws IOException {
        if (!Files.isReadable(MAPS)) {
            return Optional.empty(); // not Linux
        }
        List<Path> loaded = loaded();
        Optional<Path> torch = named(loaded, "libtorch_cpu.so");
        Optional<Path> torchCuda = named(loaded, "libtorch_cuda.so");
        // PyTorch opens the driver when it first computes something; by this name the system finds it before that, too.
        Path driver = named(loaded, "libcuda.so").orElse(Path.of("libcuda.so.1"));
        Optional<Path> compiler = compiler(loaded);
        if (torch.isEmpty() || torchCuda.isEmpty() || compiler.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Libraries(
                open(torch.get()),
                open(torchCuda.get()),
                open(driver),
                open(compiler.get()),
                named(loaded, "libcudnn.so").map(Libraries::open)));
    }

    /** What is open already is found, not loaded again: it is the same file. Its symbols stay out of others' way. */
    private static NativeLibrary open(Path path) {
        return NativeLibrary.getInstance(path.toString(), Map.of(Library.OPTION_OPEN_FLAGS, RTLD_LAZY));
    }

    /** The shared libraries that this process has mapped. */
    private static List<Path> loaded() throws IOException {
        try (Stream<String> lines = Files.lines(MAPS)) {
            return lines.map(line -> line.indexOf('/') < 0 ? "" : line.substring(line.indexOf('/')))
                    .filter(path -> path.contains(".so"))
                    .distinct()
                    .map(Path::of)
                    .toList();
        }
    }

    private static Optional<Path> named(List<Path> loaded, String beginning) {
        return loaded.stream()
                .filter(path -> path.getFileName().toString().startsWith(beginning))
                .findFirst();
    }

    /** NVRTC if PyTorch has loaded it; otherwise beside libtorch, or beside the CUDA libraries that it has loaded. */
    private static Optional<Path> compiler(List<Path> loaded) throws IOException {
        Optional<Path> there = loaded.stream().filter(Libraries::isCompiler).findFirst();
        if (there.isPresent()) {
            return there;
        }
        List<Path> folders = loaded.stream()
                .filter(path -> path.getFileName().toString().matches("lib(torch_cuda|cudart|cublas)[^a-zA-Z]*so.*"))
                .map(Path::getParent)
                .distinct()
                .toList();
        for (Path folder : folders) {
            List<Path> found = compilersIn(folder);
            if (!found.isEmpty()) {
                return Optional.of(found.get(0));
            }
        }
        return Optional.empty();
    }

    private static List<Path> compilersIn(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Libraries::isCompiler)) {
            files.forEach(found::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found.stream().sorted().toList();
    }

    private static boolean isCompiler(Path path) {
        return COMPILER.matcher(path.getFileName().toString()).matches();
    }
}
