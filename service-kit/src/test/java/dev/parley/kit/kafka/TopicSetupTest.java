package dev.parley.kit.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicSetupTest {
    private record Topics(int partitions, short replication, Duration claimLock) implements TopicsConfig {
        static Topics locking(String lock) {
            return new Topics(1, (short) 1, Duration.parse(lock));
        }

        @Override
        public Duration retention() {
            return Duration.ofDays(7);
        }

        @Override
        public boolean create() {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT30S", "PT15M"})
    void takesLocksThatABusyWorkerRenewsInTime(String lock) {
        assertThatCode(() -> TopicSetup.check(Topics.locking(lock))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT15M0.001S", "PT1H", "PT0.999S", "PT0S", "PT-30S"})
    void refusesOthersByTheSettingsName(String lock) {
        assertThatThrownBy(() -> TopicSetup.check(Topics.locking(lock)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parley.topics.claim-lock is %s, expected PT1S to PT15M", Duration.parse(lock));
    }

    @Test
    void namesAllThatIsWrongAtOnce() {
        assertThatThrownBy(() -> TopicSetup.check(new Topics(0, (short) 0, Duration.ZERO)))
                .hasMessageContainingAll(
                        "claim-lock", "parley.topics.partitions is 0", "parley.topics.replication is 0");
    }
}
