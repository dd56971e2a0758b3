package dev.parley.kit;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;

/**
 * How long, and how often, to ask a neighbor that does not answer.
 *
 * @param total after this long the last failure is thrown
 * @param first pause after the first failure; doubles up to {@code longest}
 */
public record Backoff(Duration total, Duration first, Duration longest) {
    /** A farm's parts start in any order. */
    public static final Backoff AT_START =
            new Backoff(Duration.ofMinutes(2), Duration.ofMillis(100), Duration.ofSeconds(5));
    /** Within an attempt: a restart of broker or store should not cost the attempt. */
    public static final Backoff AT_WORK =
            new Backoff(Duration.ofMinutes(2), Duration.ofMillis(200), Duration.ofSeconds(10));

    /** What must not get lost: until the service ends. */
    public static final Backoff FOREVER =
            new Backoff(ChronoUnit.FOREVER.getDuration(), Duration.ofMillis(200), Duration.ofSeconds(5));

    private static final Logger LOG = Logger.getLogger(Backoff.class);

    /** Calls until it succeeds. Interruption ends the wait with the failure at hand. */
    public <T> T until(String wish, Callable<T> call) {
        long began = System.nanoTime();
        Duration pause = first;
        while (true) {
            try {
                return call.call();
            } catch (Exception e) {
                Duration waited = Duration.ofNanos(System.nanoTime() - began);
                if (waited.plus(pause).compareTo(total) > 0 || !sleep(pause)) {
                    throw e instanceof RuntimeException unchecked
                            ? unchecked
                            : new IllegalStateException("Waited %s until %s".formatted(total, wish), e);
                }
                LOG.debugf("waiting until %s: %s", wish, e.getMessage());
                pause = after(pause);
            }
        }
    }

    /** The pause that follows {@code pause}. */
    public Duration after(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    private static boolean sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
