package dev.parley.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.faults.Checker.Redone;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CheckerTest {
    @Test
    void nothingIsRedoneWhereAnAttemptGoesOnAfterTheOther() {
        assertThat(Checker.redone(List.of(windows(1, 2), windows(3, 4)))).isEqualTo(new Redone(0, 0));
    }

    @Test
    void theWindowInWhichAnAttemptDiedIsNoWholeOne() {
        assertThat(Checker.redone(List.of(windows(1, 2), windows(2, 3)))).isEqualTo(new Redone(1, 0));
    }

    @Test
    void aWindowThatWasRenderedAndNotCommittedIsAWholeOne() {
        assertThat(Checker.redone(List.of(windows(1, 2, 3), windows(2, 3, 4)))).isEqualTo(new Redone(2, 1));
    }

    private static SortedSet<Integer> windows(Integer... begun) {
        return new TreeSet<>(List.of(begun));
    }
}
