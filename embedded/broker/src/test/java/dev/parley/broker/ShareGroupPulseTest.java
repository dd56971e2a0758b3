package dev.parley.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.broker.ShareGroupPulse.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShareGroupPulseTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Answer answer = Answer.SERVED;
    private final ShareGroupPulse pulse = new ShareGroupPulse(() -> answer, MINUTE);

    @Test
    void groupsThatStayStuckAreLost() throws Exception {
        assertThat(isLostAt(0)).isFalse();
        answer = Answer.STUCK;
        assertThat(isLostAt(5)).isFalse();
        assertThat(isLostAt(64)).isFalse();
        assertThat(isLostAt(65)).isTrue();
    }

    @Test
    void onesThatRecoverAreNot() throws Exception {
        answer = Answer.STUCK;
        assertThat(isLostAt(0)).isFalse();
        answer = Answer.SERVED;
        assertThat(isLostAt(59)).isFalse();
        answer = Answer.STUCK;
        assertThat(isLostAt(61)).isFalse();
        assertThat(isLostAt(120)).isFalse();
        assertThat(isLostAt(121)).isTrue();
    }

    @Test
    void aBrokerThatAnswersNothingIsNoCaseForThis() throws Exception {
        answer = Answer.STUCK;
        assertThat(isLostAt(0)).isFalse();
        answer = Answer.UNKNOWN;
        assertThat(isLostAt(90)).isFalse();
    }

    private boolean isLostAt(int seconds) throws InterruptedException {
        return pulse.isLost(Duration.ofSeconds(seconds).toNanos());
    }
}
