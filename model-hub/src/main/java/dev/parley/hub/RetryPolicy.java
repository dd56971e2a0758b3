package dev.parley.hub;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often to try what may pass, and how long to wait in between.
 *
 * @param attempts in a row that bring nothing at all
 * @param first pause; doubled each time
 * @param longest pause, also where the hub asks for more
 */
public record RetryPolicy(int attempts, Duration first, Duration longest) {
    /** Some minutes. */
    static final RetryPolicy PATIENT = new RetryPolicy(9, Duration.ofSeconds(1), Duration.ofMinutes(5));

    /** @param failed how many attempts in a row, from 1 */
    Duration pause(int failed, Optional<Duration> asked) {
        if (asked.isPresent()) {
            return asked.get().compareTo(longest) < 0 ? asked.get() : longest;
        }
        long millis = Math.min(longest.toMillis(), first.toMillis() << Math.min(failed - 1, 20));
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }

    /** Statuses after which the same request may do. */
    static boolean mayPass(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    /** What a header {@code Retry-After} says, in seconds or as a date; nothing if it makes no sense. */
    static Optional<Duration> asked(Optional<String> header) {
        return header.map(String::strip).flatMap(RetryPolicy::parse);
    }

    private static Optional<Duration> parse(String text) {
        if (text.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration left = Duration.between(Instant.now(), then);
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
