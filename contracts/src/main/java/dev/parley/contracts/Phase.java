package dev.parley.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an attempt is at, in the order it comes in a window. */
public enum Phase {
    /** The engine gets ready: a model is read. Before an attempt's first window only. */
    @JsonProperty("loading")
    LOADING,
    /** Step by step. */
    @JsonProperty("rendering")
    RENDERING,
    /** All steps are done; what they made becomes pictures. */
    @JsonProperty("decoding")
    DECODING
}
