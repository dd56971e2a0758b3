package dev.parley.worker.multitalk;

import dev.parley.contracts.Json;
import dev.parley.kit.admission.ModelFolder;
import dev.parley.multitalk.ArithmeticReport;
import dev.parley.multitalk.MultiTalk;
import dev.parley.multitalk.OperationCheck;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import java.util.Locale;

/**
 * The {@linkplain MultiTalk#testArithmetic self-test of arithmetic} as a program, to check a machine before a farm
 * runs on it: on the device and in the precision that a worker would read from the same environment
 * ({@code PARLEY_MULTITALK_DEVICE}, {@code ..._PRECISION}, {@code ..._VAE}, {@code ..._THREADS}), with the convolutions of
 * the model in {@code PARLEY_MODELS}/{@code PARLEY_MODEL} if it is there. Takes no arguments and reads nothing from standard
 * input. Exits with 0 if all checks pass and with 1 otherwise, and writes one line of JSON to standard output:
 *
 * <pre>{@code
 * {"ok":true,"libtorch":"2.7.1","device":"cpu","cpuCapability":"AVX512","threads":2,"millis":96.4,
 *  "checks":[{"operation":"convolution","shape":"18 to 3 channels, kernel [3, 3], stride 1, 1 groups, batch 2",
 *             "type":"F32","device":"cpu","ok":true,"message":"","millis":0.9}, ...]}
 * }</pre>
 *
 * {@code message} says what was expected and found where a check is wrong. Where PyTorch cannot be started, the device is
 * not there, or settings or model cannot be read, {@code problem} says so, {@code checks} is empty and {@code libtorch},
 * {@code cpuCapability} are absent. Native libraries may write to standard error.
 *
 * <p>In the distribution: {@code java -Djava.util.logging.manager=org.jboss.logmanager.LogManager -cp
 * "W/quarkus/generated-bytecode.jar:W/app/*:W/lib/boot/*:W/lib/main/*" dev.parley.worker.multitalk.LocalArithmetic}, where
 * {@code W} is the folder of the worker's {@code quarkus-run.jar}.
 */
public final class LocalArithmetic {
    /** What is printed; see the class. */
    private record Answer(
            boolean ok,
            String problem,
            String libtorch,
            String device,
            String cpuCapability,
            int threads,
            double millis,
            List<Line> checks) {
        static Answer of(ArithmeticReport report) {
            return new Answer(
                    report.ok(),
                    null,
                    report.libtorch(),
                    report.device(),
                    report.cpuCapability(),
                    report.threads(),
                    report.millis(),
                    report.checks().stream().map(Line::of).toList());
        }

        static Answer of(String device, Throwable problem) {
            return new Answer(false, said(problem), null, device, null, 0, 0, List.of());
        }
    }

    private record Line(
            String operation, String shape, String type, String device, boolean ok, String message, double millis) {
        static Line of(OperationCheck check) {
            return new Line(
                    check.operation(),
                    check.shape(),
                    check.type().name(),
                    check.device(),
                    check.ok(),
                    check.message(),
                    check.millis());
        }
    }

    public static void main(String[] args) {
        Locale.setDefault(Locale.ENGLISH); // as the services
        Answer answer = answer();
        System.out.println(Json.write(answer));
        System.out.flush();
        // PyTorch's threads would keep the process.
        Runtime.getRuntime().halt(answer.ok() ? 0 : 1);
    }

    // An Error too: that is how native libraries that cannot be loaded look.
    private static Answer answer() {
        String device = null;
        try {
            SmallRyeConfig config = MultiTalkEnvironment.read();
            MultiTalkConfig multitalk = config.getConfigMapping(MultiTalkConfig.class);
            device = multitalk.device();
            return Answer.of(
                    Arithmetic.selfTest(multitalk, ModelFolder.of(config)).report());
        } catch (RuntimeException | LinkageError e) {
            return Answer.of(device, e);
        }
    }

    private static String said(Throwable problem) {
        Throwable cause = problem;
        while (cause.getMessage() == null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private LocalArithmetic() {}
}
