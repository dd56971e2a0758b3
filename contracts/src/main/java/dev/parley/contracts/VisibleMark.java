package dev.parley.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Words in a corner of the video that say that a machine made it, for all to see.
 *
 * @param language of the words
 * @param corner where they are; null in a request for {@link Corner#BOTTOM_RIGHT}
 */
public record VisibleMark(Language language, Corner corner) {
    /** The same with its corner filled in. */
    VisibleMark placed() {
        return corner == null ? new VisibleMark(language, Corner.BOTTOM_RIGHT) : this;
    }

    public enum Language {
        @JsonProperty("en")
        EN,
        @JsonProperty("de")
        DE,
        @JsonProperty("fr")
        FR,
        @JsonProperty("es")
        ES,
        @JsonProperty("ja")
        JA,
        @JsonProperty("zh")
        ZH
    }

    public enum Corner {
        @JsonProperty("top-left")
        TOP_LEFT,
        @JsonProperty("top-right")
        TOP_RIGHT,
        @JsonProperty("bottom-left")
        BOTTOM_LEFT,
        @JsonProperty("bottom-right")
        BOTTOM_RIGHT;

        public boolean isLeft() {
            return this == TOP_LEFT || this == BOTTOM_LEFT;
        }

        public boolean isTop() {
            return this == TOP_LEFT || this == TOP_RIGHT;
        }
    }
}
