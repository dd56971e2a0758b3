package dev.parley.kit.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.plan.Presets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnginesTest {
    private static final ModelFolder TINY = new ModelFolder(Path.of("../models"), "multitalk-tiny");
    private static final ModelFolder NONE = new ModelFolder(Path.of("../models"), "no-such-model");

    private record Config(Optional<Engine> standard, Optional<Set<Engine>> available) implements EngineConfig {
        Config() {
            this(Optional.empty(), Optional.empty());
        }
    }

    @Test
    void multitalkIsTheStandardWhereItsModelIsThere() {
        Engines engines = new Engines(new Config(), TINY);
        assertThat(engines.standard()).isEqualTo(Engine.MULTITALK);
        assertThat(engines.available()).containsExactlyInAnyOrder(Engine.MULTITALK, Engine.PANTOMIME);
    }

    @Test
    void aFarmWithoutAModelHasPantomime() {
        Engines engines = new Engines(new Config(), NONE);
        assertThat(engines.standard()).isEqualTo(Engine.PANTOMIME);
        assertThat(engines.available()).containsExactly(Engine.PANTOMIME);
    }

    @Test
    void whatIsConfiguredCounts() {
        Config config = new Config(Optional.empty(), Optional.of(Set.of(Engine.MULTITALK)));
        assertThat(new Engines(config, NONE).standard()).isEqualTo(Engine.MULTITALK);
    }

    @Test
    void aStandardThatIsNotAvailableIsRefused() {
        Config config = new Config(Optional.of(Engine.MULTITALK), Optional.of(Set.of(Engine.PANTOMIME)));
        assertThatThrownBy(() -> new Engines(config, TINY))
                .hasMessageContaining("parley.engines.standard must be one of parley.engines.available")
                .hasMessageEndingWith("found MULTITALK");
    }

    @Test
    void aStandardWithoutItsModelIsRefusedWithTheSettingThatIsMissing() {
        Config config = new Config(Optional.of(Engine.MULTITALK), Optional.empty());
        assertThatThrownBy(() -> new Engines(config, NONE))
                .hasMessageContaining("There is no model " + NONE.path())
                .hasMessageContaining("set parley.engines.available to pantomime,multitalk if it comes later");
    }

    @Test
    void aModelThatIsToComeCounts() {
        Config config = new Config(Optional.of(Engine.MULTITALK), Optional.empty());
        Engines engines = new Engines(config, NONE, "no-such-model"::equals);
        assertThat(engines.standard()).isEqualTo(Engine.MULTITALK);
        assertThat(engines.available()).containsExactlyInAnyOrder(Engine.MULTITALK, Engine.PANTOMIME);
        assertThatThrownBy(() -> new Engines(config, NONE, "another"::equals)).hasMessageContaining("no-such-model");
    }

    @Test
    void onlyMultitalkGoesByTheModel() {
        Engines engines = new Engines(new Config(), TINY);
        assertThat(engines.profile(Engine.MULTITALK).colorCorrection()).isZero();
        assertThat(engines.profile(Engine.PANTOMIME).presets().all()).isEqualTo(Presets.PUBLISHED.all());
    }
}
