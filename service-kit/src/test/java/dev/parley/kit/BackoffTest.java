package dev.parley.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration MOMENT = Duration.ofMillis(1);

    @Test
    void foreverOutlastsAFailure() {
        assertThat(Backoff.FOREVER.<String>until("it answers", failingOnce("here")))
                .isEqualTo("here");
    }

    @Test
    void theLastFailureIsThrownWhenTheTimeIsOver() {
        Backoff brief = new Backoff(Duration.ofMillis(20), MOMENT, MOMENT);
        assertThatThrownBy(() -> brief.until("it answers", () -> {
                    throw new IllegalArgumentException("away");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("away");
    }

    @Test
    void pausesDoubleUpToTheLongest() {
        Backoff backoff = new Backoff(Duration.ofMinutes(1), MOMENT, Duration.ofMillis(3));
        assertThat(backoff.after(MOMENT)).isEqualTo(Duration.ofMillis(2));
        assertThat(backoff.after(Duration.ofMillis(2))).isEqualTo(Duration.ofMillis(3));
    }

    private static Callable<String> failingOnce(String answer) {
        Iterator<Boolean> fails = List.of(true, false).iterator();
        return () -> {
            if (fails.next()) {
                throw new IllegalStateException("not yet");
            }
            return answer;
        };
    }
}
