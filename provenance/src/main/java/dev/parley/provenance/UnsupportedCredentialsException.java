package dev.parley.provenance;

/** Credentials are there and may be in order, but use something of C2PA that is not checked here. */
final class UnsupportedCredentialsException extends UnreadableCredentialsException {
    UnsupportedCredentialsException(String message) {
        super(message);
    }
}
