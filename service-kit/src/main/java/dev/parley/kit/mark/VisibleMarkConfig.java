package dev.parley.kit.mark;

import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequestBuilder;
import dev.parley.contracts.VisibleMark;
import dev.parley.contracts.VisibleMark.Corner;
import dev.parley.contracts.VisibleMark.Language;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The visible mark of videos whose requests ask for none; {@code PARLEY_VISIBLE_MARK_LANGUAGE} in the environment. */
@ConfigMapping(prefix = "parley.visible-mark")
public interface VisibleMarkConfig {
    /** Of the words on every video; without it only those that ask have any. */
    Optional<Language> language();

    @WithDefault("bottom-right")
    Corner corner();

    /** What is asked for on this farm: a request can choose another mark, not none. */
    default RenderRequest marked(RenderRequest asked) {
        if (asked.visibleMark() != null || language().isEmpty()) {
            return asked;
        }
        return RenderRequestBuilder.builder(asked)
                .visibleMark(new VisibleMark(language().get(), corner()))
                .build();
    }
}
