package dev.parley.assembler;

import static java.util.Objects.requireNonNull;

import dev.parley.contracts.Fault;

/** What a job left in the store can never become its video; the message says what was found and what was expected. */
final class UnassemblableException extends RuntimeException {
    private final Fault fault;

    UnassemblableException(Fault fault, String message) {
        this(fault, message, null);
    }

    UnassemblableException(Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = requireNonNull(fault, "fault");
    }

    Fault fault() {
        return fault;
    }
}
