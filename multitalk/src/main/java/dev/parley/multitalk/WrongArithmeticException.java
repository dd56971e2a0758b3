package dev.parley.multitalk;

/** A device computes wrong results, so its videos would be wrong as well. */
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
