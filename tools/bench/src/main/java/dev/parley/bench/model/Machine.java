package dev.parley.bench.model;

import static dev.parley.multitalk.internal.torch.TensorScope.reading;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.pytorch.jni.JniUtils;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.torch.Torch;
import dev.parley.plan.Size;
import java.util.function.Supplier;

/** A device to measure on. */
final class Machine implements AutoCloseable {
    /** The deviation of random weights, as the networks are drawn before they are trained. */
    private static final double DEVIATION = 0.02;

    private final KernelClock clock;
    private final Torch torch;
    private final MeasureKernels kernels;

    private Machine(Torch torch, KernelClock clock) {
        this.torch = torch;
        this.clock = clock;
        kernels = torch.kernels(MeasureKernels.class);
    }

    /**
     * @param device in PyTorch's words: {@code cpu}, {@code cuda:0}
     * @throws IllegalArgumentException if there is no such device
     */
    static Machine open(String device) {
        KernelClock clock = new KernelClock();
        Machine machine = new Machine(Torch.open(device, clock::around), clock);
        try {
            machine.synchronize();
        } catch (EngineException e) {
            machine.close();
            throw new IllegalArgumentException("PyTorch cannot compute on %s here".formatted(device), e);
        }
        clock.waitBy(machine::synchronize);
        return machine;
    }

    Torch torch() {
        return torch;
    }

    /** Stopped, until it is asked. */
    KernelClock clock() {
        return clock;
    }

    /** Noise of deviation 1, float32. */
    NDArray noise(long... shape) {
        return kernels.random(shape, 1, torch.device(), TorchType.F32.code());
    }

    /** A video to encode, (3, frames, H, W): {@code given} frames of noise in [-1, 1], then gray, as a window's. */
    NDArray pixels(int given, int frames, Size video) {
        NDArray noise = noise(3, frames, video.height(), video.width()).clip(-1, 1);
        if (given < frames) {
            noise.set(new NDIndex(":, {}:", given), 0);
        }
        return noise;
    }

    /** A weight as it might be, made where it is used: no host memory, no transfer. */
    NDArray weight(TorchType type, long... shape) {
        return kernels.random(shape, DEVIATION, torch.device(), type.code());
    }

    NDArray ones(TorchType type, long... shape) {
        return kernels.ones(shape, torch.device(), type.code());
    }

    void synchronize() {
        kernels.synchronize(torch.device());
    }

    /**
     * Times a computation, whose result is freed, until the device is done with it. Its first run is not counted.
     *
     * @throws IllegalStateException if it computes what is no number: then its times mean nothing
     */
    Timing time(int rounds, Supplier<NDArray> work) {
        if (reading(() -> kernels.finite(work.get())) == 0) {
            throw new IllegalStateException("The result is not finite");
        }
        return Timing.of(
                rounds,
                () -> reading(() -> {
                    work.get();
                    synchronize();
                    return null;
                }));
    }

    /** What a multiplication of square matrices reaches, in FLOP per second: the measure for everything else. */
    double matmulPeak(TorchType type, long side) {
        return reading(() -> {
            NDArray a = weight(type, side, side);
            NDArray b = weight(type, side, side);
            Timing timing = time(5, () -> kernels.matmul(a, b));
            return 2.0 * side * side * side / timing.best();
        });
    }

    @Override
    public String toString() {
        String threads = torch.device().equals("cpu") ? ", %d thread(s)".formatted(JniUtils.getNumThreads()) : "";
        return "%s%s, PyTorch %s"
                .formatted(torch.device(), threads, Engine.getEngine("PyTorch").getVersion());
    }

    @Override
    public void close() {
        torch.close();
    }
}
