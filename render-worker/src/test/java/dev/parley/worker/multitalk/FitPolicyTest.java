package dev.parley.worker.multitalk;

import static dev.parley.worker.multitalk.FitPolicy.NO_LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.multitalk.Lora;
import dev.parley.multitalk.ModelFiles;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.ModelSizes;
import dev.parley.multitalk.Quantization;
import dev.parley.worker.multitalk.FitPolicy.Scales;
import dev.parley.worker.render.JobInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the headers of multitalk-tiny; nothing is loaded. */
class FitPolicyTest {
    private static final Path MODEL = Path.of("../models/multitalk-tiny");

    private static final FitLevel LOWEST = FitLevel.EIGHT_BITS_BLOCKS_LEAVE_VAE_BF16;

    private ModelSizes sizes;
    private FitPolicy fitPolicy;

    static FitPolicy fitPolicy(JobInputs scene, List<Lora> loras, OptionalLong mostBlockBytes) throws IOException {
        return new FitPolicy(
                Scales.of(ModelFiles.in(MODEL)), ModelOptions.CPU, RequestMapper.of(scene), loras, mostBlockBytes);
    }

    private static FitPolicy fitPolicy(List<Lora> loras, OptionalLong mostBlockBytes) throws IOException {
        return fitPolicy(TinyPlans.one(10), loras, mostBlockBytes);
    }

    @BeforeEach
    void read() throws IOException {
        sizes = ModelFiles.in(MODEL).sizes(ModelOptions.CPU);
        fitPolicy = fitPolicy(List.of(), OptionalLong.empty());
    }

    private long needed(FitLevel level) {
        return fitPolicy.needed(new Placement(level, 0));
    }

    @Test
    void aJobStandsAsHighAsItFits() {
        for (FitLevel level :
                new FitLevel[] {FitLevel.ALL, FitLevel.ENCODERS_LEAVE, FitLevel.EIGHT_BITS_BLOCKS_LEAVE, LOWEST}) {
            assertThat(fitPolicy.highest(FitLevel.ALL, needed(level))).isEqualTo(new Placement(level, 0));
        }
        assertThat(fitPolicy.highest(FitLevel.ALL, needed(FitLevel.ALL) - 1).level())
                .isEqualTo(FitLevel.ENCODERS_LEAVE);
        assertThat(fitPolicy
                        .highest(FitLevel.ALL, needed(FitLevel.ENCODERS_LEAVE) - 1)
                        .level())
                .isEqualTo(FitLevel.BLOCKS_LEAVE);
        assertThat(fitPolicy
                        .highest(FitLevel.ALL, needed(FitLevel.BLOCKS_LEAVE) - 1)
                        .level())
                .isGreaterThan(FitLevel.BLOCKS_LEAVE);
    }

    @Test
    void whatIsWishedIsWhereTheWayDownBegins() {
        assertThat(fitPolicy.highest(FitLevel.first(true, false), NO_LIMIT))
                .isEqualTo(new Placement(FitLevel.EIGHT_BITS, 0));
        assertThat(fitPolicy.highest(FitLevel.first(false, true), NO_LIMIT))
                .isEqualTo(new Placement(FitLevel.BLOCKS_LEAVE, 0));
        assertThat(fitPolicy.highest(FitLevel.first(true, true), NO_LIMIT))
                .isEqualTo(new Placement(FitLevel.EIGHT_BITS_BLOCKS_LEAVE, 0));
        assertThat(fitPolicy.highest(FitLevel.first(false, false), NO_LIMIT)).isEqualTo(new Placement(FitLevel.ALL, 0));
    }

    @Test
    void asManyBlocksStayAsThereIsRoomFor() throws IOException {
        long three = sizes.blocks().stream().limit(3).mapToLong(Long::longValue).sum();
        long room = needed(FitLevel.BLOCKS_LEAVE) + three;
        assertThat(fitPolicy.highest(FitLevel.BLOCKS_LEAVE, room))
                .isEqualTo(new Placement(FitLevel.BLOCKS_LEAVE, three));
        assertThat(fitPolicy.highest(FitLevel.BLOCKS_LEAVE, room - 1).blockBytes())
                .isLessThan(three);
        long one = sizes.blocks().get(0);
        assertThat(fitPolicy(List.of(), OptionalLong.of(one))
                        .highest(FitLevel.BLOCKS_LEAVE, room)
                        .blockBytes())
                .isEqualTo(one);
    }

    @Test
    void belowIsWhateverNeedsLess() {
        Placement all = new Placement(FitLevel.ALL, 0);
        assertThat(fitPolicy.below(all, NO_LIMIT).level()).isEqualTo(FitLevel.ENCODERS_LEAVE);
        long two = sizes.blocks().get(0) + sizes.blocks().get(1);
        Placement fewer = fitPolicy.below(new Placement(FitLevel.BLOCKS_LEAVE, two), NO_LIMIT);
        assertThat(fewer)
                .isEqualTo(new Placement(FitLevel.BLOCKS_LEAVE, sizes.blocks().get(0) / 2));
        assertThat(fitPolicy.needed(fewer)).isLessThan(needed(FitLevel.BLOCKS_LEAVE) + two);
        Placement lowest = new Placement(LOWEST, 0);
        assertThatThrownBy(() -> fitPolicy.below(lowest, NO_LIMIT)).isInstanceOf(DoesNotFit.class);
    }

    @Test
    void aRefusalHasTheNumbers() {
        long least = needed(LOWEST);
        assertThatThrownBy(() -> fitPolicy.highest(FitLevel.ALL, least - 1))
                .isInstanceOfSatisfying(DoesNotFit.class, refused -> {
                    assertThat(refused.level()).isEqualTo(LOWEST);
                    assertThat(refused.needed()).isEqualTo(least);
                    assertThat(refused.there()).isEqualTo(least - 1);
                })
                .hasMessage(
                        "It needs %d bytes on the device even with EIGHT_BITS_BLOCKS_LEAVE_VAE_BF16; %d are available",
                        least, least - 1);
    }

    @Test
    void lorasCount(@TempDir Path folder) throws IOException {
        Path lora = Files.write(folder.resolve("a.safetensors"), new byte[1000]);
        Placement all = new Placement(FitLevel.ALL, 0);
        assertThat(fitPolicy(List.of(new Lora(lora, 1)), OptionalLong.empty()).needed(all))
                .isEqualTo(fitPolicy.needed(all) + 1000);
    }

    @Test
    void onlyWhatARungAsksForIsWeighed() throws IOException {
        Scales files = Scales.of(ModelFiles.in(MODEL));
        List<ModelOptions> weighed = new ArrayList<>();
        Scales counting = (options, request) -> {
            weighed.add(options);
            return files.weigh(options, request);
        };
        FitPolicy lazy = new FitPolicy(
                counting, ModelOptions.CPU, RequestMapper.of(TinyPlans.one(10)), List.of(), OptionalLong.empty());
        lazy.needed(lazy.highest(FitLevel.ALL, NO_LIMIT));
        lazy.highest(FitLevel.ALL, needed(FitLevel.BLOCKS_LEAVE));
        assertThat(weighed).containsExactly(ModelOptions.CPU);
        lazy.highest(FitLevel.ALL, needed(LOWEST));
        assertThat(weighed).hasSize(3).element(1).isEqualTo(ModelOptions.CPU.withQuantization(Quantization.INT8));
    }
}
