package dev.parley.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PresetsTest {
    @Test
    void thePublishedOnesHaveTheReferencesNumbers() {
        assertThat(Presets.PUBLISHED.names()).containsExactly("standard", "fusionx", "lightx2v");
        Preset standard = Presets.PUBLISHED.standard();
        assertThat(standard.steps()).isEqualTo(40);
        assertThat(standard.shift("multitalk-480")).isEqualTo(7);
        assertThat(standard.shift("multitalk-720")).isEqualTo(11);
        assertThat(standard.loras()).isEmpty();
        Preset fusionx = Presets.PUBLISHED.find("fusionx").orElseThrow();
        assertThat(fusionx.loras()).isEqualTo(List.of(new LoraUse("Wan2.1_I2V_14B_FusionX_LoRA", 1)));
        Preset lightx2v = Presets.PUBLISHED.find("lightx2v").orElseThrow();
        assertThat(lightx2v.steps()).isEqualTo(4);
        assertThat(lightx2v.shift("multitalk-720")).isEqualTo(2);
    }

    @Test
    void eachHasASentenceForPeople() {
        assertThat(Presets.PUBLISHED.all())
                .allSatisfy(preset -> assertThat(preset.description()).endsWith("."));
    }

    @Test
    void nobodyElsesNameIsKnown() {
        assertThat(Presets.PUBLISHED.find("fusion")).isEmpty();
    }
}
