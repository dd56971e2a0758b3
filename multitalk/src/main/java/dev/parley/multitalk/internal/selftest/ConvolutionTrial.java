package dev.parley.multitalk.internal.selftest;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * A convolution whose weight is a product of one number for the output, one for the input and one for the place in the
 * kernel: its answer takes a sum over the inputs and one over the kernel, however many channels there are.
 */
final class ConvolutionTrial implements Trial {
    private static final int BATCH = 2; // one picture alone may take another way on a CPU

    private final Convolution asked;
    private final Axis rows;
    private final Axis columns;
    private final double[] x;
    private final double[] outputs;
    private final double[] inputs;
    private final double[] taps;

    /** @param extent results along an axis */
    private record Axis(int kernel, int stride, int padding, int extent) {
        static final Axis NONE = new Axis(1, 1, 0, 1);

        static Axis of(int kernel, int stride, int extent) {
            return new Axis(kernel, stride, stride == 1 ? kernel / 2 : 0, extent);
        }

        int size() {
            return kernel + stride * (extent - 1) - 2 * padding;
        }

        int source(int result, int tap) {
            return result * stride + tap - padding;
        }
    }

    ConvolutionTrial(Convolution asked) {
        this.asked = asked;
        List<Integer> kernel = asked.kernel();
        boolean flat = kernel.size() == 2;
        rows = flat ? Axis.of(kernel.get(0), asked.stride(), 4) : Axis.NONE;
        columns = Axis.of(kernel.get(kernel.size() - 1), asked.stride(), flat ? 5 : 24);
        Digits digits = new Digits(asked.in());
        x = digits.take(BATCH * asked.in() * rows.size() * columns.size(), 2);
        outputs = digits.take(asked.out(), 2);
        inputs = digits.take(asked.in(), 2);
        taps = digits.take(rows.kernel() * columns.kernel(), 2);
    }

    @Override
    public String operation() {
        return "convolution";
    }

    @Override
    public String shape() {
        return "%d to %d channels, kernel %s, stride %d, %d groups, batch %d"
                .formatted(asked.in(), asked.out(), asked.kernel(), asked.stride(), asked.groups(), BATCH);
    }

    @Override
    public NDArray compute(Lab lab) {
        int groups = asked.groups();
        int out = asked.out();
        NDArray weight = lab.kernels()
                .separableWeight(
                        lab.tensor(outputs, groups, out / groups),
                        lab.tensor(inputs, groups, asked.in() / groups),
                        lab.tensor(taps, axes(rows.kernel(), columns.kernel())));
        NDArray given = lab.tensor(x, x());
        int weights = out * asked.in() / groups * taps.length;
        lab.soil(x.length, weights, blocks(x.length, asked.in()), blocks(weights, asked.in() / groups));
        return lab.kernels()
                .convolution(
                        given,
                        weight,
                        axes(rows.stride(), columns.stride()),
                        axes(rows.padding(), columns.padding()),
                        groups,
                        null);
    }

    private long[] x() {
        return asked.kernel().size() == 2
                ? new long[] {BATCH, asked.in(), rows.size(), columns.size()}
                : new long[] {BATCH, asked.in(), columns.size()};
    }

    private long[] axes(long row, long column) {
        return asked.kernel().size() == 2 ? new long[] {row, column} : new long[] {column};
    }

    /** How many elements there are once channels are whole blocks. */
    private static long blocks(long elements, long channels) {
        return elements / channels * ((channels + Convolution.BLOCK - 1) / Convolution.BLOCK * Convolution.BLOCK);
    }

    @Override
    public double[] expected() {
        int results = rows.extent() * columns.extent();
        int out = asked.out();
        int outOfGroup = out / asked.groups();
        double[] y = new double[BATCH * out * results];
        for (int b = 0; b < BATCH; b++) {
            for (int group = 0; group < asked.groups(); group++) {
                double[] convolved = convolve(mix(b, group));
                for (int o = group * outOfGroup; o < (group + 1) * outOfGroup; o++) {
                    for (int p = 0; p < results; p++) {
                        y[(b * out + o) * results + p] = outputs[o] * convolved[p];
                    }
                }
            }
        }
        return y;
    }

    /** The group's channels added up, each times its number. */
    private double[] mix(int b, int group) {
        int size = rows.size() * columns.size();
        int inOfGroup = asked.in() / asked.groups();
        double[] plane = new double[size];
        for (int i = group * inOfGroup; i < (group + 1) * inOfGroup; i++) {
            double input = inputs[i];
            int from = (b * asked.in() + i) * size;
            for (int p = 0; p < size; p++) {
                plane[p] += input * x[from + p];
            }
        }
        return plane;
    }

    private double[] convolve(double[] plane) {
        double[] y = new double[rows.extent() * columns.extent()];
        for (int p = 0; p < y.length; p++) {
            for (int tap = 0; tap < rows.kernel(); tap++) {
                int row = rows.source(p / columns.extent(), tap);
                if (row >= 0 && row < rows.size()) {
                    y[p] += convolve(plane, row, tap, columns.source(p % columns.extent(), 0));
                }
            }
        }
        return y;
    }

    /** One row of the kernel, whose first tap is at {@code column} of {@code row}, on it. */
    private double convolve(double[] plane, int row, int tapRow, int column) {
        int size = columns.size();
        int kernel = columns.kernel();
        double sum = 0;
        for (int tap = Math.max(0, -column); tap < Math.min(kernel, size - column); tap++) {
            sum += taps[tapRow * kernel + tap] * plane[row * size + column + tap];
        }
        return sum;
    }
}
