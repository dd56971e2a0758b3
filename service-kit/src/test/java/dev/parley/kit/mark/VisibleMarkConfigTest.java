package dev.parley.kit.mark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequestBuilder;
import dev.parley.contracts.VisibleMark;
import dev.parley.contracts.VisibleMark.Corner;
import dev.parley.contracts.VisibleMark.Language;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VisibleMarkConfigTest {
    private static final RenderRequest PLAIN = RenderRequestBuilder.builder().build();

    private record Set(Optional<Language> language, Corner corner) implements VisibleMarkConfig {}

    @Test
    void withoutALanguageOnlyThoseThatAskAreMarked() {
        assertThat(new Set(Optional.empty(), Corner.TOP_LEFT).marked(PLAIN)).isEqualTo(PLAIN);
    }

    @Test
    void withALanguageAllAreAndThoseThatAskAsTheyAsk() {
        Set always = new Set(Optional.of(Language.DE), Corner.TOP_LEFT);
        assertThat(always.marked(PLAIN).visibleMark()).isEqualTo(new VisibleMark(Language.DE, Corner.TOP_LEFT));
        VisibleMark own = new VisibleMark(Language.JA, null);
        RenderRequest asking = RenderRequestBuilder.builder().visibleMark(own).build();
        assertThat(always.marked(asking).visibleMark()).isEqualTo(own);
    }
}
