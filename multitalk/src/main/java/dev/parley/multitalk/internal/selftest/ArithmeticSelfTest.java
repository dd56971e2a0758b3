package dev.parley.multitalk.internal.selftest;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import dev.parley.multitalk.ArithmeticReport;
import dev.parley.multitalk.OperationCheck;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.torch.TensorScope;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Computes convolutions, products, attention and softmax with known results, in a fraction of a second. Libraries choose
 * their code by the machine's features, so on an untested machine they may compute something else, which only the pictures
 * would show.
 */
public final class ArithmeticSelfTest {
    /** Input and output channels: four pairs that leave blocks incomplete, and one that fills them. */
    private static final List<int[]> CHANNELS =
            List.of(new int[] {3, 20}, new int[] {9, 32}, new int[] {18, 3}, new int[] {36, 24}, new int[] {64, 48});

    /**
     * Opens the device for the test only.
     *
     * @param device in PyTorch's notation
     * @param convolutions of a model, tested in addition
     */
    public static ArithmeticReport run(
            String device, Collection<TorchType> types, Collection<Convolution> convolutions) {
        try (Torch torch = Torch.open(device)) {
            return run(torch, types, convolutions);
        }
    }

    /**
     * @param types to compute in
     * @param convolutions of a model, tested in addition
     * @throws dev.parley.multitalk.OutOfDeviceMemory if the device is too small for it
     * @throws IllegalStateException if the device cannot be used at all
     */
    public static ArithmeticReport run(Torch torch, Collection<TorchType> types, Collection<Convolution> convolutions) {
        long begin = System.nanoTime();
        requireThere(torch);
        List<OperationCheck> checks = new ArrayList<>();
        for (TorchType type : new LinkedHashSet<>(types)) {
            Lab lab = new Lab(torch, type);
            trials(type, convolutions).forEach(trial -> checks.add(check(trial, lab)));
        }
        String capability = torch.kernels(SelfTestKernels.class).cpuCapability();
        return new ArithmeticReport(
                Engine.getEngine("PyTorch").getVersion(),
                torch.device(),
                capability,
                JniUtils.getNumThreads(),
                millisSince(begin),
                checks);
    }

    private static void requireThere(Torch torch) {
        try {
            TensorScope.reading(() -> new Lab(torch, TorchType.F32).tensor(new double[] {1}, 1));
        } catch (EngineException e) {
            throw new IllegalStateException("Cannot compute on %s: %s".formatted(torch.device(), firstLine(e)), e);
        }
    }

    private static String firstLine(EngineException e) {
        return String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
    }

    private static List<Trial> trials(TorchType type, Collection<Convolution> ofModel) {
        Set<Convolution> convolutions = new LinkedHashSet<>();
        for (int[] channels : CHANNELS) {
            convolutions.add(new Convolution(type, channels[0], channels[1], List.of(3, 3), 1, 1));
        }
        convolutions.add(new Convolution(type, 100, 32, List.of(3), 2, 1));
        convolutions.add(new Convolution(type, 18, 18, List.of(4), 1, 2));
        ofModel.stream().filter(convolution -> convolution.type() == type).forEach(convolutions::add);
        List<Trial> trials = new ArrayList<>();
        Convolution.unlike(convolutions).forEach(convolution -> trials.add(new ConvolutionTrial(convolution)));
        trials.add(ProductTrial.linear(5, 33, 20));
        trials.add(ProductTrial.linear(24, 128, 96));
        trials.add(ProductTrial.matmul(3, 7, 18, 9));
        trials.add(new AttentionTrial(33, 40, 2, 24));
        trials.add(new AttentionTrial(16, 48, 2, 128));
        trials.add(new SoftmaxTrial(7, 33));
        return trials;
    }

    private static OperationCheck check(Trial trial, Lab lab) {
        long begin = System.nanoTime();
        String message;
        try {
            float[] found = TensorScope.reading(() -> lab.values(trial.compute(lab)));
            message = Comparison.on(found, trial.expected(), lab.type());
        } catch (EngineException e) {
            message = "does not run: " + firstLine(e);
        }
        return new OperationCheck(
                trial.operation(), trial.shape(), lab.type(), lab.device(), message, millisSince(begin));
    }

    private static double millisSince(long begin) {
        return (System.nanoTime() - begin) / 1_000 / 1_000.0;
    }

    private ArithmeticSelfTest() {}
}
