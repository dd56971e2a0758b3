package dev.parley.worker.multitalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.multitalk.AttentionPrecision;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.Precision;
import dev.parley.multitalk.Tiling;
import dev.parley.multitalk.TorchType;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings as a worker's environment has them. */
class DeviceOptionsTest {
    private static MultiTalkConfig config(Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .withMapping(MultiTalkConfig.class)
                .withSources(new EnvConfigSource(environment, 300))
                .build()
                .getConfigMapping(MultiTalkConfig.class);
    }

    private static ModelOptions options(Map<String, String> environment) {
        return DeviceOptions.of(config(environment));
    }

    private static List<String> faults(Map<String, String> environment) {
        return new MultiTalkSettings(config(environment)).faults();
    }

    @Test
    void withoutSettingsTheModelComputesAsTheReferenceButForAVaeThatIsFasterInBfloat16() {
        TorchType vae = Processor.ofThisMachine().hasBfloat16() ? TorchType.BF16 : TorchType.F32;
        assertThat(options(Map.of())).isEqualTo(ModelOptions.CPU.withPrecision(Precision.F32.withVae(vae)));
        assertThat(options(Map.of("PARLEY_MULTITALK_PRECISION", "bf16")).precision())
                .isEqualTo(Precision.BF16.withVae(vae));
        assertThat(options(Map.of("PARLEY_MULTITALK_VAE", "f32"))).isEqualTo(ModelOptions.CPU);
        assertThat(options(Map.of("PARLEY_MULTITALK_DEVICE", "cuda:0")).precision())
                .isEqualTo(Precision.F32);
    }

    @Test
    void theVaeHasAPrecisionOfItsOwn() {
        assertThat(options(Map.of("PARLEY_MULTITALK_VAE", "bf16")).precision())
                .isEqualTo(Precision.F32.withVae(TorchType.BF16));
        assertThat(options(Map.of("PARLEY_MULTITALK_PRECISION", "bf16", "PARLEY_MULTITALK_VAE", "bf16"))
                        .precision())
                .isEqualTo(Precision.BF16.withVae(TorchType.BF16));
        assertThatThrownBy(() -> options(Map.of("PARLEY_MULTITALK_VAE", "fp8")))
                .hasMessageContaining("parley.multitalk.vae")
                .hasMessageContaining("fp8");
    }

    @Test
    void attentionIsInEightBitsOnlyIfAskedFor() {
        assertThat(options(Map.of()).attention()).isEqualTo(AttentionPrecision.MODEL);
        assertThat(options(Map.of("PARLEY_MULTITALK_ATTENTION", "int8")).attention())
                .isEqualTo(AttentionPrecision.INT8);
        assertThat(options(Map.of("PARLEY_MULTITALK_ATTENTION", "fp8")).attention())
                .isEqualTo(AttentionPrecision.FP8);
        assertThat(options(Map.of("PARLEY_MULTITALK_ATTENTION", "model")).attention())
                .isEqualTo(AttentionPrecision.MODEL);
        assertThatThrownBy(() -> options(Map.of("PARLEY_MULTITALK_ATTENTION", "fp16")))
                .hasMessageContaining("parley.multitalk.attention")
                .hasMessageContaining("fp16");
    }

    @ParameterizedTest
    @CsvSource({
        "int8, cpu, bf16, false",
        "fp8, cpu, bf16, false",
        "int8, cuda:0, f32, false",
        "int8, cuda:0, bf16, true",
        "fp8, cuda:0, bf16, true"
    })
    void attentionInEightBitsNeedsAGpuAndBfloat16(String attention, String device, String precision, boolean can) {
        Map<String, String> environment = Map.of(
                "PARLEY_MULTITALK_DEVICE", device,
                "PARLEY_MULTITALK_PRECISION", precision,
                "PARLEY_MULTITALK_ATTENTION", attention);
        List<String> faults = can
                ? List.of()
                : List.of("parley.multitalk.attention=" + attention
                        + " needs a GPU and parley.multitalk.precision=bf16, found " + device + " and " + precision);
        assertThat(faults(environment)).isEqualTo(faults);
    }

    @Test
    void tilesOverlapByAQuarterUnlessToldOtherwise() {
        assertThat(options(Map.of("PARLEY_MULTITALK_VAE_TILE", "32")).tiling()).isEqualTo(new Tiling(32, 8));
        assertThat(options(Map.of("PARLEY_MULTITALK_VAE_TILE", "32", "PARLEY_MULTITALK_VAE_TILE_OVERLAP", "3"))
                        .tiling())
                .isEqualTo(new Tiling(32, 3));
    }

    @ParameterizedTest
    @CsvSource({"32, 16", "32, 0", "3, 1", "0, 1", "-8, 1"})
    void tilesThatCannotBeAreNamed(String tile, String overlap) {
        assertThatThrownBy(() -> options(
                        Map.of("PARLEY_MULTITALK_VAE_TILE", tile, "PARLEY_MULTITALK_VAE_TILE_OVERLAP", overlap)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "parley.multitalk.vae-tile, parley.multitalk.vae-tile-overlap: "
                                + "Tiles must overlap by at least 1 and less than half their side of %s, not by %s",
                        tile, overlap);
    }

    @Test
    void anOverlapOfNoTilesIsAMistake() {
        assertThatThrownBy(() -> options(Map.of("PARLEY_MULTITALK_VAE_TILE_OVERLAP", "4")))
                .hasMessage("parley.multitalk.vae-tile-overlap is 4, but parley.multitalk.vae-tile is not set");
    }

    @Test
    void whatCannotBeIsToldBeforeAJobComes() {
        assertThat(faults(Map.of())).isEmpty();
        assertThat(faults(Map.of(
                        "PARLEY_MULTITALK_DEVICE", "cuda:1",
                        "PARLEY_MULTITALK_FURTHER_DEVICES", "cuda:0,cuda:2",
                        "PARLEY_MULTITALK_VAE_TILE", "32",
                        "PARLEY_MULTITALK_LOW_VRAM_BYTES", "0",
                        "PARLEY_MULTITALK_THREADS", "1")))
                .isEmpty();
        assertThat(faults(Map.of(
                        "PARLEY_MULTITALK_DEVICE", "gpu",
                        "PARLEY_MULTITALK_FURTHER_DEVICES", "cuda:1,cpu,cuda:1",
                        "PARLEY_MULTITALK_VAE_TILE", "3",
                        "PARLEY_MULTITALK_LOW_VRAM_BYTES", "-1",
                        "PARLEY_MULTITALK_MEMORY_BYTES", "0",
                        "PARLEY_MULTITALK_THREADS", "0")))
                .containsExactly(
                        "parley.multitalk.device must be cpu or cuda:N, found gpu",
                        "parley.multitalk.further-devices must be cuda:N each, found cpu",
                        "parley.multitalk.further-devices must name each device once, found cuda:1 again",
                        "parley.multitalk.vae-tile, parley.multitalk.vae-tile-overlap: "
                                + "Tiles must overlap by at least 1 and less than half their side of 3, not by 0",
                        "parley.multitalk.low-vram-bytes must be at least 0, found -1",
                        "parley.multitalk.memory-bytes must be at least 1, found 0",
                        "parley.multitalk.threads must be at least 1, found 0");
    }
}
