package dev.parley.multitalk.internal.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.torch.TensorScope;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Convolutions of any number of channels against their definition in double precision. */
class OddChannelsTest {
    private static final Torch TORCH = Torch.open("cpu");
    private static final int[] OUTPUTS = {1, 3, 7, 16, 20, 33, 48};

    @AfterAll
    static void close() {
        TORCH.close();
    }

    /** @param size of the input along each axis behind the channels; {@code kernel}, {@code padding} likewise */
    private record Case(int batch, int in, int out, int groups, int[] size, int[] kernel, int stride, int[] padding) {
        int axes() {
            return size.length;
        }

        /** As three axes: what is missing in front has length 1. */
        static int[] three(int[] axes, int missing) {
            int[] three = {missing, missing, missing};
            System.arraycopy(axes, 0, three, 3 - axes.length, axes.length);
            return three;
        }

        int results(int axis) {
            return (size[axis] + 2 * padding[axis] - kernel[axis]) / stride + 1;
        }

        @Override
        public String toString() {
            return "batch %d, %d to %d channels in %d groups, %s, kernel %s, stride %d, padding %s"
                    .formatted(
                            batch,
                            in,
                            out,
                            groups,
                            Arrays.toString(size),
                            Arrays.toString(kernel),
                            stride,
                            Arrays.toString(padding));
        }
    }

    /** What the model has, with some other numbers of channels each. */
    private static List<Case> cases(int in) {
        int batch = 1 + in % 5;
        int out = OUTPUTS[in % OUTPUTS.length];
        List<Case> cases = new ArrayList<>();
        cases.add(new Case(batch, in, out, 1, new int[] {6, 7}, new int[] {3, 3}, 1, new int[] {1, 1})); // the VAE's
        cases.add(new Case(batch, in, out, 1, new int[] {41}, new int[] {3}, 2, new int[] {0})); // wav2vec2's
        cases.add(
                switch (in % 4) {
                    case 0 -> new Case(batch, in, out, 1, new int[] {7, 9}, new int[] {3, 3}, 2, new int[] {0, 0});
                    case 1 -> new Case(batch, in, out, 1, new int[] {5, 6}, new int[] {1, 1}, 1, new int[] {0, 0});
                    case 2 -> new Case(batch, in, out, 1, new int[] {8, 12}, new int[] {4, 4}, 4, new int[] {0, 0});
                    default -> new Case(batch, in, out, 1, new int[] {60}, new int[] {10}, 5, new int[] {0});
                });
        if (in % 9 == 0) {
            cases.add(new Case(batch, in, out, 1, new int[] {3, 5, 6}, new int[] {3, 3, 3}, 1, new int[] {0, 1, 1}));
        }
        if (in <= 20) { // channels of a group
            int groups = new int[] {2, 5, 16}[in % 3];
            cases.add(
                    new Case(batch, in * groups, in * groups, groups, new int[] {19}, new int[] {8}, 1, new int[] {4}));
            cases.add(new Case(batch, in * 3, 5 * 3, 3, new int[] {6, 7}, new int[] {3, 3}, 1, new int[] {1, 1}));
        }
        return cases;
    }

    /** One picture large enough for the way that several small ones take. */
    private static final List<Case> LARGE = List.of(
            new Case(1, 18, 3, 1, new int[] {40, 41}, new int[] {3, 3}, 1, new int[] {1, 1}),
            new Case(1, 9, 16, 1, new int[] {56, 48}, new int[] {3, 3}, 1, new int[] {1, 1}),
            new Case(1, 3, 20, 1, new int[] {112, 112}, new int[] {14, 14}, 14, new int[] {0, 0}),
            new Case(1, 1, 20, 1, new int[] {30000}, new int[] {10}, 5, new int[] {0}));

    @ParameterizedTest
    @EnumSource(names = {"F32", "BF16", "F16"})
    void areConvolvedByTheDefinition(TorchType type) {
        List<Case> cases = new ArrayList<>(LARGE);
        for (int in = 1; in <= 130; in += type == TorchType.F32 || in < 20 ? 1 : 5) {
            cases.addAll(cases(in));
        }
        Lab lab = new Lab(TORCH, type);
        List<String> wrong = new ArrayList<>();
        for (Case given : cases) {
            String verdict = TensorScope.reading(() -> verdict(lab, given));
            if (!verdict.isEmpty()) {
                wrong.add(given + ": " + verdict);
            }
        }
        assertThat(cases).hasSizeGreaterThan(100);
        assertThat(wrong).isEmpty();
    }

    private static String verdict(Lab lab, Case given) {
        Random random = new Random(given.in());
        NDArray x = lab.tensor(normal(random, given.batch() * given.in() * product(given.size())), x(given));
        int ofGroup = given.in() / given.groups();
        NDArray weight = lab.tensor(
                normal(random, given.out() * ofGroup * product(given.kernel())),
                join(given.out(), ofGroup, given.kernel()));
        NDArray bias = lab.tensor(normal(random, given.out()), given.out());
        long whole = (ofGroup + 15) / 16 * 16;
        long[] stride = new long[given.axes()];
        Arrays.fill(stride, given.stride());
        long[] padding = Arrays.stream(given.padding()).asLongStream().toArray();
        double[] expected = reference(given, lab.values(x), lab.values(weight), lab.values(bias));
        lab.soil(x.size(), weight.size(), x.size() / ofGroup * whole, weight.size() / ofGroup * whole, expected.length);
        NDArray y = lab.kernels().convolution(x, weight, stride, padding, given.groups(), bias);
        return Comparison.on(lab.values(y), expected, lab.type());
    }

    private static double[] reference(Case given, float[] x, float[] weight, float[] bias) {
        int[] size = Case.three(given.size(), 1);
        int[] kernel = Case.three(given.kernel(), 1);
        int[] padding = Case.three(given.padding(), 0);
        int[] stride = {1, 1, 1};
        int[] extent = {1, 1, 1};
        for (int axis = 0; axis < given.axes(); axis++) {
            stride[3 - given.axes() + axis] = given.stride();
            extent[3 - given.axes() + axis] = given.results(axis);
        }
        int results = product(extent);
        int plane = product(size);
        int taps = product(kernel);
        int inOfGroup = given.in() / given.groups();
        int outOfGroup = given.out() / given.groups();
        double[] y = new double[given.batch() * given.out() * results];
        for (int p = 0; p < results; p++) {
            for (int tap = 0; tap < taps; tap++) {
                int source = source(p, tap, size, kernel, extent, stride, padding);
                if (source < 0) {
                    continue;
                }
                for (int b = 0; b < given.batch(); b++) {
                    for (int o = 0; o < given.out(); o++) {
                        int first = b * given.in() + o / outOfGroup * inOfGroup;
                        double sum = 0;
                        for (int i = 0; i < inOfGroup; i++) {
                            sum += (double) x[(first + i) * plane + source] * weight[(o * inOfGroup + i) * taps + tap];
                        }
                        y[(b * given.out() + o) * results + p] += sum;
                    }
                }
            }
        }
        for (int n = 0; n < y.length; n++) {
            y[n] += bias[n / results % given.out()];
        }
        return y;
    }

    /** Where in the input a place of the kernel lies for a result; negative in the padding. */
    private static int source(
            int result, int tap, int[] size, int[] kernel, int[] extent, int[] stride, int[] padding) {
        int source = 0;
        int step = 1;
        int restOfResult = result;
        int restOfTap = tap;
        for (int axis = 2; axis >= 0; axis--) {
            int at = restOfResult % extent[axis] * stride[axis] + restOfTap % kernel[axis] - padding[axis];
            if (at < 0 || at >= size[axis]) {
                return -1;
            }
            source += at * step;
            step *= size[axis];
            restOfResult /= extent[axis];
            restOfTap /= kernel[axis];
        }
        return source;
    }

    private static double[] normal(Random random, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    private static long[] x(Case given) {
        return join(given.batch(), given.in(), given.size());
    }

    private static long[] join(int first, int second, int[] rest) {
        long[] shape = new long[2 + rest.length];
        shape[0] = first;
        shape[1] = second;
        for (int axis = 0; axis < rest.length; axis++) {
            shape[2 + axis] = rest[axis];
        }
        return shape;
    }

    private static int product(int[] sizes) {
        return Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    }
}
