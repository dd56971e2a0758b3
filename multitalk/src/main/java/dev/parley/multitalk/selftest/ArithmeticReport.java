package dev.parley.multitalk.selftest;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What came of all operations on one device.
 *
 * @param libtorch its version
 * @param device in PyTorch's words
 * @param cpuCapability the instructions that PyTorch's own kernels use on the CPU, as {@code AVX512}
 * @param threads that PyTorch computes with on the CPU
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

    /** One line: what is wrong, and on what. */
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

    /** @throws WrongArithmeticException if anything is wrong */
    public void requireRight() {
        if (!ok()) {
            throw new WrongArithmeticException(this);
        }
    }
}
