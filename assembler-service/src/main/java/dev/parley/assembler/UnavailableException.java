package dev.parley.assembler;

/** Something the assembler needs gave no answer for as long as it could wait; the same job may succeed later. */
final class UnavailableException extends RuntimeException {
    UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    UnavailableException(String message) {
        super(message);
    }
}
