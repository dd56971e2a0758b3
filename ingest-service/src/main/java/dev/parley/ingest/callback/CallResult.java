package dev.parley.ingest.callback;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** What calling a webhook came to. {@code text} is for people, as {@code 503} or {@code connection refused}. */
sealed interface CallResult {
    String text();

    /** The word for it in metrics. */
    String word();

    /** The receiver has it. */
    record Taken(String text) implements CallResult {
        @Override
        public String word() {
            return "taken";
        }
    }

    /**
     * Worth another call.
     *
     * @param notBefore what the receiver asked for, or zero
     */
    record Failed(String text, String word, Duration notBefore) implements CallResult {
        public Failed {
            requireNonNull(notBefore, "notBefore");
        }
    }

    /** No call will ever be taken, or may be made. */
    record Hopeless(String text, String word) implements CallResult {}
}
