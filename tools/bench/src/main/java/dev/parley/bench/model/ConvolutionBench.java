package dev.parley.bench.model;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.torch.TensorScope;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What it costs that all convolutions go through one function, which completes blocks of channels on a CPU. */
@Command(name = "convolution", description = "Times of convolutions relative to PyTorch's own, side by side.")
public final class ConvolutionBench implements Callable<Integer> {
    private static final double SHORTEST_SECONDS = 0.02;

    /** Whole blocks of 16 channels, which pass unchanged, then others; as in the VAE, wav2vec2 and the image encoder. */
    private static final List<Case> CASES = List.of(
            new Case(new long[] {4, 16, 24, 24}, new long[] {16, 16, 3, 3}, 1, 1),
            new Case(new long[] {4, 64, 48, 48}, new long[] {64, 64, 3, 3}, 1, 1),
            new Case(new long[] {1, 96, 192, 192}, new long[] {96, 96, 3, 3}, 1, 1),
            new Case(new long[] {4, 192, 24, 24}, new long[] {384, 192, 1, 1}, 1, 1),
            new Case(new long[] {4, 64, 48, 48}, new long[] {64, 64, 3, 3}, 2, 1),
            new Case(new long[] {1, 64, 1600}, new long[] {64, 64, 3}, 2, 1),
            new Case(new long[] {1, 256, 200}, new long[] {256, 16, 128}, 1, 16),
            new Case(new long[] {4, 36, 48, 48}, new long[] {36, 36, 3, 3}, 1, 1),
            new Case(new long[] {4, 100, 48, 48}, new long[] {100, 100, 3, 3}, 1, 1));

    @Option(names = "--rounds", defaultValue = "101", description = "Pairs of times; default: ${DEFAULT-VALUE}.")
    int rounds;

    /** @param x shape of the input */
    private record Case(long[] x, long[] weight, long stride, int groups) {
        long[] strides() {
            return filled(stride);
        }

        /** As large a result as the input, but for the stride. */
        long[] padding() {
            long[] padding = Arrays.copyOfRange(weight, 2, weight.length);
            Arrays.setAll(padding, i -> padding[i] / 2);
            return padding;
        }

        private long[] filled(long value) {
            long[] filled = new long[x.length - 2];
            Arrays.fill(filled, value);
            return filled;
        }

        @Override
        public String toString() {
            return "%s, weight %s, stride %d, %d group(s)"
                    .formatted(Arrays.toString(x), Arrays.toString(weight), stride, groups);
        }
    }

    @Override
    public Integer call() {
        if (rounds < 1) {
            throw new IllegalArgumentException("At least one round is timed, not " + rounds);
        }
        try (Machine machine = Machine.open("cpu")) {
            Report.line("convolution: %s, F32", machine);
            CASES.forEach(one -> TensorScope.reading(() -> {
                measure(machine, one);
                return null;
            }));
        }
        return 0;
    }

    private void measure(Machine machine, Case one) {
        MeasureKernels kernels = machine.torch().kernels(MeasureKernels.class);
        NDArray x = machine.noise(one.x);
        NDArray weight = machine.weight(TorchType.F32, one.weight);
        Supplier<NDArray> ours = () -> kernels.convolution(x, weight, one.strides(), one.padding(), one.groups, null);
        Supplier<NDArray> plain = () -> kernels.plainConvolution(x, weight, one.strides(), one.padding(), one.groups);
        // What PyTorch's own answers need not be numbers; the first run of each makes the code for its shape.
        seconds(1, plain);
        double once = machine.time(3, ours).best();
        int times = (int) Math.ceil(SHORTEST_SECONDS / once);
        double[] ratios = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            // Each goes first every other time.
            double before = i % 2 == 0 ? seconds(times, plain) : seconds(times, ours);
            double after = i % 2 == 0 ? seconds(times, ours) : seconds(times, plain);
            ratios[i] = i % 2 == 0 ? after / before : before / after;
        }
        Arrays.sort(ratios);
        Report.line(
                "convolution: %s: %.2f ms, %.3f times PyTorch's (quartiles %.3f and %.3f of %d)",
                one, once * 1000, ratios[rounds / 2], ratios[rounds / 4], ratios[rounds * 3 / 4], rounds);
    }

    private static double seconds(int times, Supplier<NDArray> work) {
        return Timing.of(1, () -> {
                    for (int i = 0; i < times; i++) {
                        TensorScope.reading(work);
                    }
                })
                .best();
    }
}
