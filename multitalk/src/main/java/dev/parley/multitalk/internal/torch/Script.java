package dev.parley.multitalk.internal.torch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The functions of a kernel interface, and the TorchScript archive that contains them. PyTorch compiles the text when
 * it loads the archive; no Python takes part.
 *
 * @param name of the class the functions become methods of
 * @param functions Python text, each function with {@code self} first
 */
record Script(String name, String functions) {
    private static final String SUFFIX = "Kernels";

    /** The script of {@code CoreKernels} is {@code core.py} in the same package, after those of what it extends. */
    static Script of(Class<?> kernels) {
        String type = kernels.getSimpleName();
        if (!kernels.isInterface() || !type.endsWith(SUFFIX)) {
            throw new IllegalArgumentException(
                    "Kernels are an interface named ...%s, not %s".formatted(SUFFIX, kernels));
        }
        String resource = snakeCase(type.substring(0, type.length() - SUFFIX.length())) + ".py";
        try (InputStream in = kernels.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("No %s beside %s".formatted(resource, kernels.getName()));
            }
            var script = new Script(type, inherited(kernels) + new String(in.readAllBytes(), UTF_8));
            script.requireFunctions(kernels, resource);
            return script;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + resource, e);
        }
    }

    /** PyTorch would only miss a function when it is called. */
    private void requireFunctions(Class<?> kernels, String resource) {
        for (Method method : kernels.getMethods()) {
            String function = snakeCase(method.getName());
            if (!functions.contains("def %s(self".formatted(function))) {
                throw new IllegalArgumentException(
                        "%s has no function %s, which %s names".formatted(resource, function, kernels.getName()));
            }
        }
    }

    /** What extends other kernels has their functions too: scripts cannot call each other. */
    private static String inherited(Class<?> kernels) {
        return Arrays.stream(kernels.getInterfaces())
                .map(extended -> of(extended).functions() + "\n")
                .collect(Collectors.joining());
    }

    /** {@code layerNorm} is {@code layer_norm} in the script. */
    static String snakeCase(String name) {
        String snake = name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        return snake.startsWith("_") ? snake.substring(1) : snake;
    }

    byte[] archive() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            put(zip, "data.pkl", instance());
            put(zip, "code/__torch__.py", code().getBytes(UTF_8));
            put(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'}); // an empty tuple
            put(zip, "version", "10\n".getBytes(UTF_8)); // older ones resolve operators as PyTorch then did
        }
        return bytes.toByteArray();
    }

    private String code() {
        return """
                class %s(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                """
                        .formatted(name)
                + functions.indent(2);
    }

    /** A pickle of one object of the class, whose only attribute is {@code training = False}. */
    private byte[] instance() throws IOException {
        var pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2});
        pickle.write(("c__torch__\n" + name + "\n").getBytes(UTF_8));
        pickle.write(new byte[] {')', (byte) 0x81, '}', '(', 'X', 8, 0, 0, 0});
        pickle.write("training".getBytes(UTF_8));
        pickle.write(new byte[] {(byte) 0x89, 'u', 'b', '.'});
        return pickle.toByteArray();
    }

    private void put(ZipOutputStream zip, String entry, byte[] data) throws IOException {
        zip.putNextEntry(new ZipEntry(name + "/" + entry));
        zip.write(data);
        zip.closeEntry();
    }
}
