package dev.parley.kit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsCheckTest {
    private static void start(SettingsRule... rules) {
        new SettingsCheck(List.of(rules)).onStart(new StartupEvent());
    }

    @Test
    void allFaultsAreNamedAtOnce() {
        assertThatThrownBy(() -> start(() -> List.of("a is 1", "b is 2"), List::of, () -> List.of("c is 3")))
                .hasMessage("Invalid settings: a is 1; b is 2; c is 3");
    }

    @Test
    void settingsWithoutAFaultLetAServiceStart() {
        assertThatCode(() -> start(List::of)).doesNotThrowAnyException();
        assertThatCode(SettingsCheckTest::start).doesNotThrowAnyException();
    }
}
