package dev.parley.cli.http;

import dev.parley.contracts.Violation;
import java.util.List;

/** The farm answered that it will not ({@code application/problem+json}). */
public final class FarmProblemException extends FarmException {
    private final int status;
    private final transient List<Violation> violations;

    FarmProblemException(int status, String message, List<Violation> violations) {
        super(message, null);
        this.status = status;
        this.violations = List.copyOf(violations);
    }

    /** The HTTP status, 400 and up. */
    public int status() {
        return status;
    }

    /** What is wrong with the request; empty where something else is. */
    public List<Violation> violations() {
        return violations;
    }
}
