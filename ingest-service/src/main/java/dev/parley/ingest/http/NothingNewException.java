package dev.parley.ingest.http;

/** Whoever asks has everything, and nothing more will come: {@code 204}, after which browsers do not connect again. */
final class NothingNewException extends RuntimeException {
    NothingNewException() {
        super("nothing new", null, false, false);
    }
}
