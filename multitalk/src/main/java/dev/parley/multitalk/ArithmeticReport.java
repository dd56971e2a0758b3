package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The results of all operations on one device.
 *
 * @param libtorch version of libtorch
 * @param device in PyTorch's notation
 * @param cpuCapability the instruction set of PyTorch's own CPU kernels, such as {@code AVX512}
 * @param threads that PyTorch uses on the CPU
 */
public record ArithmeticReport(
        String libtorch, String device, String cpuCapability, int threads, double millis, List<OperationCheck> checks) {
    private static final int MOST_LISTED = 5;

    public ArithmeticReport {
        requireNonNull(libtorch, "libtorch");
        requireNonNull(device, "device");
        requireNonNull(cpuCapability, "cpuCapability");
        checks = List.copyOf(checks);
    }

    public boolean ok() {
        return checks.stream().allMatch(OperationCheck::ok);
    }

    public List<OperationCheck> failures() {
        return checks.stream().filter(check -> !check.ok()).toList();
    }

    /** One line that says what is wrong and on which device. */
    public String summary() {
        List<OperationCheck> failures = failures();
        String list = failures.stream()
                .limit(MOST_LISTED)
                .map(OperationCheck::toString)
                .collect(Collectors.joining("; "));
        String rest = failures.size() > MOST_LISTED ? "; and %d more".formatted(failures.size() - MOST_LISTED) : "";
        return "%d of %d operations are wrong on %s (libtorch %s, %s, %d threads): %s%s"
                .formatted(failures.size(), checks.size(), device, libtorch, cpuCapability, threads, list, rest);
    }

    /** @throws WrongArithmeticException unless {@link #ok} */
    public void requireRight() {
        if (!ok()) {
            throw new WrongArithmeticException(this);
        }
    }
}
