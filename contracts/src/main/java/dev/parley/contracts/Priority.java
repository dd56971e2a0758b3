package dev.parley.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The class in which a job waits for a worker: the first one that is not empty is served. */
public enum Priority {
    /** Somebody waits for it, as for a preview. */
    @JsonProperty("high")
    HIGH,
    @JsonProperty("normal")
    NORMAL,
    /** Whenever there is nothing else to do. */
    @JsonProperty("low")
    LOW
}
