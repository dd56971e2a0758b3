package dev.parley.ingest.callback;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** What calling a webhook came to. {@code text} is for people, as {@code 503} or {@code connection refused}. */
sealed interface CallResult {
    String text();

    /** The word for it in metrics. */
    String word();

    /** The receiver has it. */
    record Delivered(String text) implements CallResult {
        @Override
        public String word() {
            return "delivered";
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

    /** The receiver refuses for good, or no call may be made. */
    record Rejected(String text, String word) implements CallResult {}
}
