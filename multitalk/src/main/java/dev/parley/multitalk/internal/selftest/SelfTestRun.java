package dev.parley.multitalk.internal.selftest;

import dev.parley.multitalk.ArithmeticReport;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A self-test on a thread of its own, beside work on the same device that needs no results yet. */
public final class SelfTestRun implements AutoCloseable {
    private final CompletableFuture<ArithmeticReport> report;

    private SelfTestRun(CompletableFuture<ArithmeticReport> report) {
        this.report = report;
    }

    /** @param convolutions of a model, tested in addition */
    public static SelfTestRun start(Torch torch, Collection<TorchType> types, Collection<Convolution> convolutions) {
        return new SelfTestRun(CompletableFuture.supplyAsync(
                () -> ArithmeticSelfTest.run(torch, types, convolutions), SelfTestRun::onItsOwnThread));
    }

    private static void onItsOwnThread(Runnable test) {
        Thread thread = new Thread(test, "arithmetic-self-test");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits for the end of the test.
     *
     * @throws RuntimeException as {@link ArithmeticSelfTest#run} does
     */
    public ArithmeticReport report() {
        try {
            return report.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failed) {
                throw failed;
            }
            throw e;
        }
    }

    /** Waits for the end of the test, after which nothing of it uses the device. */
    @Override
    public void close() {
        report.handle((found, failed) -> null).join();
    }
}
