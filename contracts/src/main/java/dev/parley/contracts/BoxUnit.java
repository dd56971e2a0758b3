package dev.parley.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the numbers of a box count. */
public enum BoxUnit {
    @JsonProperty("pixel")
    PIXEL,
    /** 1 is the whole width or height of the picture. */
    @JsonProperty("fraction")
    FRACTION
}
