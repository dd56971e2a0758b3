package dev.parley.worker.multitalk;

import dev.parley.kit.admission.ModelFolder;
import dev.parley.multitalk.ArithmeticReport;
import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.ModelFiles;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.MultiTalk;
import dev.parley.multitalk.OutOfDeviceMemory;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.WrongArithmeticException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Whether the device computes what the model takes for granted; asked of it once. */
final class Arithmetic {
    private static final Logger LOG = Logger.getLogger(Arithmetic.class);

    private final Supplier<ArithmeticReport> selfTest;
    private boolean tried;
    private String problem; // null: none is known

    Arithmetic(Supplier<ArithmeticReport> selfTest) {
        this.selfTest = selfTest;
    }

    /**
     * What was found, and what it was found of.
     *
     * @param options those of the settings; with another VAE where its default is wrong on this machine
     */
    record Tested(ModelOptions options, ArithmeticReport report) {}

    /**
     * The self-test on the device and in the precision of {@code config}, with the convolutions of the model if it is there.
     * Where nobody has said how the VAE is computed, and bfloat16 is computed wrong, float32 is tried.
     *
     * @throws UncheckedIOException if the model cannot be read
     * @throws CheckpointException if its files are none
     */
    static Tested selfTest(MultiTalkConfig config, ModelFolder folder) {
        DeviceOptions.useThreads(config);
        ModelOptions options = DeviceOptions.of(config);
        ArithmeticReport report = selfTest(options, folder);
        if (report.ok() || config.vae().isPresent() || options.precision().vae() == TorchType.F32) {
            return new Tested(options, report);
        }
        LOG.warnf("the VAE is computed in float32: bfloat16 is wrong on this machine  found=%s", report.summary());
        ModelOptions exact = options.withPrecision(options.precision().withVae(TorchType.F32));
        return new Tested(exact, selfTest(exact, folder));
    }

    private static ArithmeticReport selfTest(ModelOptions options, ModelFolder folder) {
        try {
            return folder.exists()
                    ? MultiTalk.testArithmetic(ModelFiles.in(folder.path()), options)
                    : MultiTalk.testArithmetic(options);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the model in %s: %s".formatted(folder.path(), e), e);
        }
    }

    /** What is wrong; empty where nothing is. */
    synchronized Optional<String> problem() {
        if (!tried) {
            tried = true;
            problem = tryOut();
        }
        return Optional.ofNullable(problem);
    }

    private String tryOut() {
        try {
            ArithmeticReport report = selfTest.get();
            LOG.infof(
                    "arithmetic tried  device=%s libtorch=%s cpu=%s threads=%d checks=%d wrong=%d ms=%.0f",
                    report.device(),
                    report.libtorch(),
                    report.cpuCapability(),
                    report.threads(),
                    report.checks().size(),
                    report.failures().size(),
                    report.millis());
            return report.ok() ? null : report.summary();
        } catch (UncheckedIOException | CheckpointException | OutOfDeviceMemory e) {
            // Says nothing of the arithmetic. It is tried again when the model is opened.
            LOG.warnf("arithmetic not tested: %s", e.getMessage());
            return null;
        } catch (RuntimeException | LinkageError e) { // also how native libraries that cannot be loaded look
            return "PyTorch does not run: " + e;
        }
    }

    /** Takes note of what the opening of a model has found. */
    synchronized void found(WrongArithmeticException wrong) {
        tried = true;
        problem = wrong.getMessage();
    }
}
