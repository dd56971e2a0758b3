package dev.parley.multitalk.selftest;

/** A device computes wrong numbers: what it would render is not what the model makes. */
public final class WrongArithmeticException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ArithmeticReport report;

    WrongArithmeticException(ArithmeticReport report) {
        super(report.summary());
        this.report = report;
    }

    public ArithmeticReport report() {
        return report;
    }
}
