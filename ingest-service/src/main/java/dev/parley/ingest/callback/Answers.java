package dev.parley.ingest.callback;

import dev.parley.kit.http.AddressGuard;
import dev.parley.kit.http.GuardedHttp.Answer;
import java.io.InterruptedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Reads what a receiver answered, or why it did not. */
final class Answers {
    private static final int GONE = 410;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final Duration LONGEST_WISH = Duration.ofDays(1);
    private static final int LONGEST_TEXT = 200;

    static CallResult of(Answer answer, Instant now) {
        int status = answer.status();
        String text = Integer.toString(status);
        if (status / 100 == 2) {
            return new CallResult.Delivered(text);
        }
        if (status == GONE) {
            return new CallResult.Rejected(text + ", the receiver wants no more calls", "gone");
        }
        if (status / 100 == 3) {
            return new CallResult.Failed(text + ", redirects are not followed", "3xx", Duration.ZERO);
        }
        boolean mayAsk = status == TOO_MANY || status == UNAVAILABLE;
        Duration wish = mayAsk ? retryAfter(answer.headers().get("Retry-After"), now) : Duration.ZERO;
        return new CallResult.Failed(text, status / 100 + "xx", wish);
    }

    static CallResult of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof AddressGuard.RefusedException) {
            return new CallResult.Rejected("not called: " + cause.getMessage(), "refused");
        }
        if (cause instanceof IllegalArgumentException) { // a URL or a secret that nobody can use
            return new CallResult.Rejected("not called: " + cause.getMessage(), "unfit");
        }
        if (cause instanceof TimeoutException || cause instanceof InterruptedIOException) {
            return new CallResult.Failed("no answer in time", "timeout", Duration.ZERO);
        }
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new CallResult.Failed(
                text.substring(0, Math.min(LONGEST_TEXT, text.length())), "unreachable", Duration.ZERO);
    }

    /** Seconds or a date (RFC 9110); what is neither is no wish. */
    private static Duration retryAfter(String header, Instant now) {
        if (header == null) {
            return Duration.ZERO;
        }
        Duration wish;
        try {
            wish = header.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(header))
                    : Duration.between(now, ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
        if (wish.isNegative()) {
            return Duration.ZERO;
        }
        return wish.compareTo(LONGEST_WISH) < 0 ? wish : LONGEST_WISH;
    }

    private Answers() {}
}
