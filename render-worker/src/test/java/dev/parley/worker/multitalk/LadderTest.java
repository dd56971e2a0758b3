package dev.parley.worker.multitalk;

import static dev.parley.worker.multitalk.Ladder.NO_LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.multitalk.ModelFiles;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.ModelSizes;
import dev.parley.multitalk.Quantization;
import dev.parley.multitalk.lora.Lora;
import dev.parley.worker.multitalk.Ladder.Scales;
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
class LadderTest {
    private static final Path MODEL = Path.of("../models/multitalk-tiny");

    private static final Rung LOWEST = Rung.EIGHT_BITS_BLOCKS_LEAVE_VAE_BF16;

    private ModelSizes sizes;
    private Ladder ladder;

    static Ladder ladder(JobInputs scene, List<Lora> loras, OptionalLong mostBlockBytes) throws IOException {
        return new Ladder(Scales.of(ModelFiles.in(MODEL)), ModelOptions.CPU, Wishes.of(scene), loras, mostBlockBytes);
    }

    private static Ladder ladder(List<Lora> loras, OptionalLong mostBlockBytes) throws IOException {
        return ladder(TinyPlans.one(10), loras, mostBlockBytes);
    }

    @BeforeEach
    void read() throws IOException {
        sizes = ModelFiles.in(MODEL).sizes(ModelOptions.CPU);
        ladder = ladder(List.of(), OptionalLong.empty());
    }

    private long needed(Rung rung) {
        return ladder.needed(new Holding(rung, 0));
    }

    @Test
    void aJobStandsAsHighAsItFits() {
        for (Rung rung : new Rung[] {Rung.ALL, Rung.ENCODERS_LEAVE, Rung.EIGHT_BITS_BLOCKS_LEAVE, LOWEST}) {
            assertThat(ladder.highest(Rung.ALL, needed(rung))).isEqualTo(new Holding(rung, 0));
        }
        assertThat(ladder.highest(Rung.ALL, needed(Rung.ALL) - 1).rung()).isEqualTo(Rung.ENCODERS_LEAVE);
        assertThat(ladder.highest(Rung.ALL, needed(Rung.ENCODERS_LEAVE) - 1).rung())
                .isEqualTo(Rung.BLOCKS_LEAVE);
        assertThat(ladder.highest(Rung.ALL, needed(Rung.BLOCKS_LEAVE) - 1).rung())
                .isGreaterThan(Rung.BLOCKS_LEAVE);
    }

    @Test
    void whatIsWishedIsWhereTheWayDownBegins() {
        assertThat(ladder.highest(Rung.first(true, false), NO_LIMIT)).isEqualTo(new Holding(Rung.EIGHT_BITS, 0));
        assertThat(ladder.highest(Rung.first(false, true), NO_LIMIT)).isEqualTo(new Holding(Rung.BLOCKS_LEAVE, 0));
        assertThat(ladder.highest(Rung.first(true, true), NO_LIMIT))
                .isEqualTo(new Holding(Rung.EIGHT_BITS_BLOCKS_LEAVE, 0));
        assertThat(ladder.highest(Rung.first(false, false), NO_LIMIT)).isEqualTo(new Holding(Rung.ALL, 0));
    }

    @Test
    void asManyBlocksStayAsThereIsRoomFor() throws IOException {
        long three = sizes.blocks().stream().limit(3).mapToLong(Long::longValue).sum();
        long room = needed(Rung.BLOCKS_LEAVE) + three;
        assertThat(ladder.highest(Rung.BLOCKS_LEAVE, room)).isEqualTo(new Holding(Rung.BLOCKS_LEAVE, three));
        assertThat(ladder.highest(Rung.BLOCKS_LEAVE, room - 1).blockBytes()).isLessThan(three);
        long one = sizes.blocks().get(0);
        assertThat(ladder(List.of(), OptionalLong.of(one))
                        .highest(Rung.BLOCKS_LEAVE, room)
                        .blockBytes())
                .isEqualTo(one);
    }

    @Test
    void belowIsWhateverNeedsLess() {
        Holding all = new Holding(Rung.ALL, 0);
        assertThat(ladder.below(all, NO_LIMIT).rung()).isEqualTo(Rung.ENCODERS_LEAVE);
        long two = sizes.blocks().get(0) + sizes.blocks().get(1);
        Holding fewer = ladder.below(new Holding(Rung.BLOCKS_LEAVE, two), NO_LIMIT);
        assertThat(fewer)
                .isEqualTo(new Holding(Rung.BLOCKS_LEAVE, sizes.blocks().get(0) / 2));
        assertThat(ladder.needed(fewer)).isLessThan(needed(Rung.BLOCKS_LEAVE) + two);
        Holding lowest = new Holding(LOWEST, 0);
        assertThatThrownBy(() -> ladder.below(lowest, NO_LIMIT)).isInstanceOf(DoesNotFit.class);
    }

    @Test
    void aRefusalHasTheNumbers() {
        long least = needed(LOWEST);
        assertThatThrownBy(() -> ladder.highest(Rung.ALL, least - 1))
                .isInstanceOfSatisfying(DoesNotFit.class, refused -> {
                    assertThat(refused.rung()).isEqualTo(LOWEST);
                    assertThat(refused.needed()).isEqualTo(least);
                    assertThat(refused.there()).isEqualTo(least - 1);
                })
                .hasMessage(
                        "It needs %d bytes on the device even as EIGHT_BITS_BLOCKS_LEAVE_VAE_BF16, there are %d",
                        least, least - 1);
    }

    @Test
    void lorasCount(@TempDir Path folder) throws IOException {
        Path lora = Files.write(folder.resolve("a.safetensors"), new byte[1000]);
        Holding all = new Holding(Rung.ALL, 0);
        assertThat(ladder(List.of(new Lora(lora, 1)), OptionalLong.empty()).needed(all))
                .isEqualTo(ladder.needed(all) + 1000);
    }

    @Test
    void onlyWhatARungAsksForIsWeighed() throws IOException {
        Scales files = Scales.of(ModelFiles.in(MODEL));
        List<ModelOptions> weighed = new ArrayList<>();
        Scales counting = (options, request) -> {
            weighed.add(options);
            return files.weigh(options, request);
        };
        Ladder lazy =
                new Ladder(counting, ModelOptions.CPU, Wishes.of(TinyPlans.one(10)), List.of(), OptionalLong.empty());
        lazy.needed(lazy.highest(Rung.ALL, NO_LIMIT));
        lazy.highest(Rung.ALL, needed(Rung.BLOCKS_LEAVE));
        assertThat(weighed).containsExactly(ModelOptions.CPU);
        lazy.highest(Rung.ALL, needed(LOWEST));
        assertThat(weighed).hasSize(3).element(1).isEqualTo(ModelOptions.CPU.withQuantization(Quantization.INT8));
    }
}
