package dev.parley.worker.multitalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.multitalk.ArithmeticReport;
import dev.parley.multitalk.OperationCheck;
import dev.parley.multitalk.TorchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ArithmeticTest {
    private static ArithmeticReport report(String message) {
        return new ArithmeticReport(
                "2.7.1",
                "cpu",
                "AVX512",
                2,
                1.5,
                List.of(new OperationCheck("softmax", "(7, 33)", TorchType.F32, "cpu", message, 0.1)));
    }

    @Test
    void whatIsWrongIsToldAndAskedOnce() {
        AtomicInteger asked = new AtomicInteger();
        Arithmetic arithmetic = new Arithmetic(() -> {
            asked.incrementAndGet();
            return report("expected 1.0, found NaN at number 0 of 231; 231 of them are wrong");
        });
        assertThat(arithmetic.problem())
                .hasValue(
                        "1 of 1 operations are wrong on cpu (libtorch 2.7.1, AVX512, 2 threads): "
                                + "softmax (7, 33) in F32 on cpu: expected 1.0, found NaN at number 0 of 231; 231 of them are wrong");
        assertThat(arithmetic.problem()).isPresent();
        assertThat(asked).hasValue(1);
    }

    @Test
    void aMachineThatIsRightHasNoProblem() {
        assertThat(new Arithmetic(() -> report("")).problem()).isEmpty();
    }

    @Test
    void aMachineWithoutPyTorchHasOne() {
        Arithmetic arithmetic = new Arithmetic(() -> {
            throw new UnsatisfiedLinkError("libtorch.so: cannot open shared object file");
        });
        assertThat(arithmetic.problem()).hasValueSatisfying(problem -> assertThat(problem)
                .startsWith("PyTorch does not run: ")
                .contains("libtorch.so: cannot open shared object file"));
    }

    @Test
    void aModelThatCannotBeReadSaysNothingOfTheMachine() {
        Arithmetic arithmetic = new Arithmetic(() -> {
            throw new UncheckedIOException(new IOException("no config.json"));
        });
        assertThat(arithmetic.problem()).isEmpty();
    }
}
