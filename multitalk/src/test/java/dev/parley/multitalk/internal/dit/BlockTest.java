package dev.parley.multitalk.internal.dit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockTest {
    @ParameterizedTest
    @CsvSource({
        "1, 13824, 1",
        "19418, 13824, 1",
        "19419, 13824, 2",
        "33600, 13824, 2",
        "75600, 13824, 4",
        "3024, 768, 1"
    })
    void theFeedForwardPassesInAsFewSlicesAsKeepItsHiddenLayerBelowTheLimit(long tokens, long hidden, long slices) {
        assertThat(Block.slices(tokens, hidden, Block.HIDDEN_VALUES)).isEqualTo(slices);
        assertThat((tokens + slices - 1) / slices * hidden).isLessThan(Block.HIDDEN_VALUES + hidden);
    }
}
