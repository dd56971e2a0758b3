package dev.parley.client;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When one call is repeated: after pauses that double, half of each left to chance so that many callers do not come
 * back at once; or when the farm says ({@code Retry-After}); until the patience is used up.
 */
final class Retries {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int DOUBLINGS = 10;

    private final Duration patience;
    private final Time time;
    private Instant began;
    private int failures;

    /** The clock, and waiting by it. */
    interface Time {
        Instant now();

        void sleep(Duration pause) throws InterruptedException;

        /** The machine's. */
        static Time real() {
            return new Time() {
                @Override
                public Instant now() {
                    return Instant.now();
                }

                @Override
                public void sleep(Duration pause) throws InterruptedException {
                    Thread.sleep(pause.toMillis());
                }
            };
        }
    }

    Retries(Duration patience, Time time) {
        this.patience = patience;
        this.time = time;
    }

    /** Whether the same call may get another answer later. */
    static boolean worthwhile(int status) {
        return switch (status) {
            case 408, 425, 429, 500, 502, 503, 504 -> true;
            default -> false;
        };
    }

    /** What {@code Retry-After} says, in seconds or as a date. */
    static Optional<Duration> asked(String header, Instant now) {
        if (header == null) {
            return Optional.empty();
        }
        String text = header.strip();
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
        } catch (DateTimeParseException neither) {
            return Optional.empty();
        }
    }

    /**
     * Waits before the next attempt.
     *
     * @param fault thrown instead if patience does not last until then
     * @param asked by the farm; empty to decide here
     */
    void pause(ParleyException fault, Optional<Duration> asked) throws InterruptedException {
        Instant now = time.now();
        began = began == null ? now : began;
        Duration pause = asked.orElseGet(this::backoff);
        failures++;
        if (now.plus(pause).isAfter(began.plus(patience))) {
            throw fault;
        }
        time.sleep(pause);
    }

    Optional<Duration> asked(String header) {
        return asked(header, time.now());
    }

    /** It goes on: what fails from here on has all of the patience again. */
    void succeeded() {
        began = null;
        failures = 0;
    }

    private Duration backoff() {
        Duration full = FIRST.multipliedBy(1L << Math.min(failures, DOUBLINGS));
        long millis = Math.min(full.toMillis(), LONGEST.toMillis());
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }
}
