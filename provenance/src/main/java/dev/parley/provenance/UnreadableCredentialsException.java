package dev.parley.provenance;

/** Bytes that should be content credentials, a certificate or an MP4 are not; the message says what and where. */
public sealed class UnreadableCredentialsException extends Exception permits UnsupportedCredentialsException {
    UnreadableCredentialsException(String message) {
        super(message);
    }

    UnreadableCredentialsException(String message, Throwable cause) {
        super(message, cause);
    }
}
