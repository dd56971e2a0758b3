package dev.parley.multitalk.internal.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.ArithmeticReport;
import dev.parley.multitalk.ModelFiles;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.OperationCheck;
import dev.parley.multitalk.Precision;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.WrongArithmeticException;
import dev.parley.multitalk.internal.model.NetworkFiles;
import dev.parley.multitalk.internal.torch.Torch;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArithmeticSelfTestTest {
    private static final Path TINY = Path.of("../models/multitalk-tiny");

    /** PyTorch whose function of that name gives something else. */
    private static Torch rigged(String function, UnaryOperator<NDArray> change) {
        return Torch.open("cpu", handler -> (proxy, method, args) -> {
            Object answer = handler.invoke(proxy, method, args);
            return method.getName().equals(function) ? change.apply((NDArray) answer) : answer;
        });
    }

    private static ArithmeticReport run(Torch torch, TorchType type) {
        try (torch) {
            return ArithmeticSelfTest.run(torch, List.of(type), Set.of());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "BF16", "F16"})
    void thisMachineIsRight(TorchType type) {
        ArithmeticReport report = ArithmeticSelfTest.run("cpu", List.of(type), Set.of());
        assertThat(report.failures()).isEmpty();
        report.requireRight();
        assertThat(report.checks())
                .extracting(OperationCheck::operation)
                .contains("convolution", "linear layer", "matrix product", "attention", "softmax");
        assertThat(report.checks()).allMatch(check -> check.type() == type);
        assertThat(report.libtorch()).startsWith("2.");
        assertThat(report.cpuCapability()).isNotBlank();
        assertThat(report.threads()).isPositive();
    }

    @Test
    void theConvolutionsOfAModelAreAmongThem() throws Exception {
        ModelOptions options = ModelOptions.CPU.withPrecision(Precision.BF16.withVae(TorchType.BF16));
        Set<Convolution> convolutions = new NetworkFiles(ModelFiles.in(TINY), options).convolutions();
        assertThat(convolutions)
                .contains(
                        new Convolution(TorchType.BF16, 9, 16, List.of(3, 3), 1, 1), // the VAE's first
                        new Convolution(TorchType.BF16, 48, 3, List.of(3, 3), 1, 1), // and last
                        new Convolution(TorchType.BF16, 64, 64, List.of(3, 3), 2, 1),
                        new Convolution(TorchType.F16, 3, 160, List.of(14, 14), 14, 1), // patches of the image encoder
                        new Convolution(TorchType.F32, 1, 64, List.of(10), 5, 1), // wav2vec2
                        new Convolution(TorchType.F32, 64, 64, List.of(128), 1, 16));
        ArithmeticReport report =
                ArithmeticSelfTest.run("cpu", options.precision().types(), convolutions);
        assertThat(report.failures()).isEmpty();
        assertThat(report.checks())
                .extracting(OperationCheck::shape)
                .contains("64 to 64 channels, kernel [128], stride 1, 16 groups, batch 2");
    }

    @Test
    void ofConvolutionsAlikeTheSmallestAndTheLargestAreTested() {
        assertThat(Convolution.unlike(List.of(square(16, 32), square(48, 16), square(192, 96), square(96, 32))))
                .containsExactly(square(16, 32), square(192, 32));
    }

    @Test
    void everyIncompleteBlockIsTested() {
        List<Convolution> incomplete = List.of(square(18, 32), square(20, 32), square(24, 3), square(36, 3));
        assertThat(Convolution.unlike(incomplete)).containsExactlyElementsOf(incomplete);
        Convolution row = new Convolution(TorchType.F32, 18, 32, List.of(3), 1, 1);
        Convolution half = new Convolution(TorchType.BF16, 18, 32, List.of(3, 3), 1, 1);
        assertThat(Convolution.unlike(List.of(square(18, 32), row, half))).containsExactly(square(18, 32), row, half);
    }

    private static Convolution square(int in, int out) {
        return new Convolution(TorchType.F32, in, out, List.of(3, 3), 1, 1);
    }

    @Test
    void whatIsWrongIsNamed() {
        ArithmeticReport report = run(rigged("linear", y -> y.add(1)), TorchType.F32);
        assertThat(report.ok()).isFalse();
        assertThat(report.failures()).hasSize(2).allSatisfy(check -> {
            assertThat(check.operation()).isEqualTo("linear layer");
            assertThat(check.message()).matches("expected -?\\d+\\.0, found -?\\d+\\.0 at number 0 of .* are wrong");
        });
        assertThatThrownBy(report::requireRight)
                .isInstanceOf(WrongArithmeticException.class)
                .hasMessageContaining("linear layer (5, 33) to (5, 20) in F32 on cpu: expected");
    }

    @Test
    void oneNumberThatIsNoneIsFound() {
        ArithmeticReport report = run(
                rigged("convolution", y -> {
                    NDArray flat = y.flatten();
                    float[] values = flat.toFloatArray();
                    values[values.length - 1] = Float.NaN;
                    return y.getManager().create(values, y.getShape());
                }),
                TorchType.F32);
        assertThat(report.failures()).isNotEmpty().allSatisfy(check -> assertThat(check.message())
                .contains("found NaN", "1 of them are wrong"));
        assertThat(report.checks())
                .filteredOn(check -> check.operation().equals("convolution"))
                .noneMatch(OperationCheck::ok);
    }

    @Test
    void anOperationThatDoesNotRunIsWrong() {
        ArithmeticReport report = run(
                rigged("softmax", y -> {
                    throw new EngineException("no kernel for this device\nat a place");
                }),
                TorchType.F32);
        assertThat(report.failures())
                .singleElement()
                .hasToString("softmax (7, 33) in F32 on cpu: does not run: no kernel for this device");
    }

    @Test
    void aNumberIsWrongBeyondWhatTheTypeRounds() {
        double[] expected = {100, 1};
        assertThat(Comparison.on(new float[] {100.05f, 1}, expected, TorchType.F32))
                .isEmpty();
        assertThat(Comparison.on(new float[] {100.2f, 1}, expected, TorchType.F32))
                .isEqualTo("expected 100.0, found 100.2 at number 0 of 2; 1 of them are wrong");
        assertThat(Comparison.on(new float[] {101.5f, 1}, expected, TorchType.BF16))
                .isEmpty();
        assertThat(Comparison.on(new float[] {100}, expected, TorchType.BF16)).isEqualTo("expected 2 numbers, found 1");
    }
}
