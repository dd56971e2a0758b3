package dev.parley.multitalk.internal.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.TorchType;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class KernelsTest {
    /** A script's functions; those for itself begin with an underscore. */
    private static final Pattern FUNCTION = Pattern.compile("^def ([a-z]\\w*)\\(self(.*)\\) -> ", Pattern.MULTILINE);

    private static final Torch TORCH = Torch.open("cpu");
    private static final CoreKernels CORE = TORCH.kernels(CoreKernels.class);

    @AfterAll
    static void close() {
        TORCH.close();
    }

    @TestFactory
    Stream<DynamicTest> everyMethodHasAFunctionOfItsArityAndNoFunctionIsWithout() throws Exception {
        List<Class<?>> interfaces = kernelInterfaces();
        assertThat(interfaces).contains(CoreKernels.class);
        return interfaces.stream()
                .map(kernels -> DynamicTest.dynamicTest(kernels.getSimpleName(), () -> assertThat(functions(kernels))
                        .isEqualTo(methods(kernels))));
    }

    interface IncompleteKernels {
        NDArray normalize(NDArray x);
    }

    @Test
    void aMethodWithoutAFunctionIsNamedBeforeItIsCalled() {
        assertThatThrownBy(() -> TORCH.kernels(IncompleteKernels.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("incomplete.py has no function normalize");
    }

    @TestFactory
    Stream<DynamicTest> pyTorchCompilesEveryScript() throws Exception {
        return kernelInterfaces().stream()
                .filter(kernels -> !kernels.getSimpleName().equals("CudaKernels")) // streams are CUDA's own types
                .map(kernels -> DynamicTest.dynamicTest(
                        kernels.getSimpleName(),
                        () -> assertThat(kernels.cast(TORCH.kernels(kernels))).isNotNull()));
    }

    @TestFactory
    Stream<DynamicTest> everythingConvolvesInOnePlace() throws Exception {
        return kernelInterfaces().stream()
                .filter(kernels -> !kernels.equals(ConvolutionKernels.class))
                .map(kernels -> DynamicTest.dynamicTest(kernels.getSimpleName(), () -> assertThat(Script.of(kernels)
                                .functions()
                                .replace(Script.of(ConvolutionKernels.class).functions(), ""))
                        .doesNotContainPattern("(torch|ops\\.\\w+)\\.\\w*conv")));
    }

    @Test
    void kernelsCanBeWrapped() {
        List<String> calls = new ArrayList<>();
        Torch observed = Torch.open("cpu", handler -> (proxy, method, args) -> {
            calls.add(method.getName());
            return handler.invoke(proxy, method, args);
        });
        try (observed;
                NDArray x = observed.manager().create(new float[] {-1, 1});
                NDArray y = observed.kernels(CoreKernels.class).rows(x, new long[] {1})) {
            assertThat(y.toFloatArray()).containsExactly(1);
        }
        assertThat(calls).containsExactly("rows");
    }

    @Test
    void absentTrailingArgumentsTakeTheScriptsDefaults() {
        try (NDArray x = TORCH.manager().create(new float[] {1, 3}, new Shape(1, 2));
                NDArray y = CORE.layerNorm(x, 0, null, null)) {
            assertThat(y.toFloatArray()).containsExactly(-1, 1);
        }
    }

    @Test
    void aScopeFreesAllButItsResult() {
        int before = TORCH.manager().getManagedArrays().size();
        NDArray x = TORCH.manager().ones(new Shape(4));
        NDArray y = TensorScope.scoped(() -> CORE.gelu(TensorScope.scoped(() -> CORE.gelu(CORE.gelu(x)))));
        assertThat(TORCH.manager().getManagedArrays()).hasSize(before + 2);
        x.close();
        y.close();
        assertThat(TORCH.manager().getManagedArrays()).hasSize(before);
    }

    @Test
    void aScopeThatFailsFreesEverything() {
        int before = TORCH.manager().getManagedArrays().size();
        assertThatThrownBy(() -> TensorScope.scoped(() -> {
                    CORE.gelu(TORCH.manager().ones(new Shape(4)));
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(TORCH.manager().getManagedArrays()).hasSize(before);
    }

    @Test
    void whatPyTorchComplainsOfReachesTheCaller() {
        try (NDArray x = TORCH.manager().ones(new Shape(2, 3));
                NDArray weight = TORCH.manager().ones(new Shape(4, 5))) {
            assertThatThrownBy(() -> CORE.rmsNorm(x, 0, weight))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("weight of shape [4, 5] and normalized_shape = [3]");
        }
    }

    @Test
    void aDeviceHasANameThatPyTorchKnows() {
        assertThat(TORCH.device()).isEqualTo("cpu");
        assertThatThrownBy(() -> Torch.open("gpu0")).hasMessage("A device is cpu or cuda:N, not gpu0");
    }

    @Test
    void bfloat16GoesThereAndBack() {
        try (NDArray x = TORCH.manager().create(new float[] {1, 1.00390625f});
                NDArray half = CORE.place(x, "cpu", TorchType.BF16.code());
                NDArray back = CORE.place(half, "cpu", TorchType.F32.code())) {
            assertThat(CORE.type(half)).isEqualTo(TorchType.BF16.code());
            assertThat(back.toFloatArray()).containsExactly(1, 1); // eight bits of precision
        }
    }

    private static Map<String, Integer> methods(Class<?> kernels) {
        Map<String, Integer> arity = new TreeMap<>();
        for (Method method : kernels.getMethods()) { // those of what it extends, too
            arity.put(Script.snakeCase(method.getName()), method.getParameterCount());
        }
        return arity;
    }

    private static Map<String, Integer> functions(Class<?> kernels) {
        Map<String, Integer> arity = new TreeMap<>();
        Matcher matcher = FUNCTION.matcher(Script.of(kernels).functions());
        while (matcher.find()) {
            String parameters = matcher.group(2).replaceAll("\\[[^\\]]*\\]", "");
            arity.put(matcher.group(1), (int)
                    parameters.chars().filter(c -> c == ':').count());
        }
        return arity;
    }

    private static List<Class<?>> kernelInterfaces() throws IOException, URISyntaxException, ClassNotFoundException {
        Path classes = Path.of(CoreKernels.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Path> files;
        try (Stream<Path> walk = Files.walk(classes)) {
            files = walk.filter(file -> file.toString().endsWith("Kernels.class"))
                    .toList();
        }
        List<Class<?>> interfaces = new ArrayList<>();
        for (Path file : files) {
            String name = classes.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
            interfaces.add(Class.forName(name));
        }
        assertThat(interfaces).allSatisfy(type -> assertThat(Arrays.asList(type.getDeclaredMethods()))
                .isNotEmpty());
        return interfaces;
    }
}
