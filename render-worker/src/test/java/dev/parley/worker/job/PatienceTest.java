package dev.parley.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final Patience patience = new Patience(Duration.ofMinutes(30), Duration.ofMinutes(5));

    @Test
    void whatWasNeverMeasuredHasAllOfTheWindowsTime() {
        patience.begin("window 0");
        spendMinutes(30);
        assertThat(patience.exceeded()).isEmpty();
        spendMinutes(1);
        assertThat(patience.exceeded()).contains("window 0 took longer than 30m");
    }

    @Test
    void aStepHasTwentyTimesTheLongestOneBeforeIt() {
        patience.begin("window 0");
        spendMinutes(1);
        patience.step(1, 40);
        patience.spend(Duration.ofSeconds(30));
        patience.step(2, 40);
        patience.spend(Duration.ofSeconds(10));
        patience.step(3, 40);
        spendMinutes(10);
        assertThat(patience.exceeded()).isEmpty();
        spendMinutes(1);
        assertThat(patience.exceeded()).contains("a step of window 0 took longer than 10m");
    }

    @Test
    void quickStepsHaveTheLeastTimeThereIs() {
        quickWindow("window 0");
        patience.begin("window 1");
        patience.step(1, 4);
        patience.spend(Duration.ofSeconds(1));
        patience.step(2, 4);
        spendMinutes(5);
        assertThat(patience.exceeded()).isEmpty();
        spendMinutes(1);
        assertThat(patience.exceeded()).contains("a step of window 1 took longer than 5m");
    }

    @Test
    void whatFollowsTheLastStepIsNoStep() {
        patience.begin("window 0");
        patience.spend(Duration.ofSeconds(1));
        patience.step(1, 2);
        patience.spend(Duration.ofSeconds(1));
        patience.step(2, 2);
        spendMinutes(20);
        assertThat(patience.exceeded()).isEmpty();
        patience.end();
        quickWindow("window 1");
        patience.begin("window 2");
        patience.step(2, 2);
        spendMinutes(29);
        assertThat(patience.exceeded()).as("the first took 20 minutes").isEmpty();
    }

    @Test
    void theNextWindowsWayToItsFirstStepIsMeasuredByTheFirsts() {
        quickWindow("window 0");
        patience.begin("window 1");
        spendMinutes(6);
        assertThat(patience.exceeded()).contains("the beginning of window 1 took longer than 5m");
    }

    private void quickWindow(String name) {
        patience.begin(name);
        for (int step = 1; step <= 4; step++) {
            patience.spend(Duration.ofSeconds(1));
            patience.step(step, 4);
        }
        patience.spend(Duration.ofSeconds(1));
        patience.end();
    }

    private void spendMinutes(int minutes) {
        patience.spend(Duration.ofMinutes(minutes));
    }
}
