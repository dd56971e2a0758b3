package dev.parley.multitalk.internal.selftest;

import static java.util.Objects.requireNonNull;

import dev.parley.multitalk.TorchType;
import java.util.List;

/**
 * The sizes of a convolution to test.
 *
 * @param type of the computation
 * @param in input channels, all groups together
 * @param out output channels, all groups together
 * @param kernel size along each axis; one or two axes
 * @param stride the same along each axis
 */
public record Convolution(TorchType type, int in, int out, List<Integer> kernel, int stride, int groups) {
    /** Channels that libraries for CPUs work on at once. */
    static final int BLOCK = 16;

    private static final int MOST_OUTPUTS = 2 * BLOCK;

    public Convolution {
        requireNonNull(type, "type");
        kernel = List.copyOf(kernel);
        if (in < 1 || out < 1 || stride < 1 || groups < 1 || in % groups != 0 || out % groups != 0) {
            throw new IllegalArgumentException(
                    "No convolution has %d to %d channels in %d groups, %d apart".formatted(in, out, groups, stride));
        }
        if (kernel.isEmpty() || kernel.size() > 2 || kernel.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("A kernel has one axis or two, not " + kernel);
        }
    }

    /** A faster one that finds the same errors: only the outputs after the last complete block matter, not how many blocks. */
    Convolution small() {
        boolean large = groups == 1 && out > MOST_OUTPUTS;
        return large ? new Convolution(type, in, MOST_OUTPUTS + out % BLOCK, kernel, stride, groups) : this;
    }
}
