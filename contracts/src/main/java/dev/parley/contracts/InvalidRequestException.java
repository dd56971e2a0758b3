package dev.parley.contracts;

import java.util.List;
import java.util.stream.Collectors;

/** A request that cannot be rendered, with everything that is wrong with it. */
public final class InvalidRequestException extends RuntimeException {
    private final transient List<Violation> violations;

    public InvalidRequestException(List<Violation> violations) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        if (violations.isEmpty()) {
            throw new IllegalArgumentException("An invalid request has at least one violation");
        }
        this.violations = List.copyOf(violations);
    }

    public static InvalidRequestException of(String path, String code, String message) {
        return new InvalidRequestException(List.of(new Violation(path, code, message)));
    }

    public List<Violation> violations() {
        return violations;
    }
}
