package dev.parley.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/** Where a job stands. It only ever moves down this list, and leaves none of the terminal ones. */
public enum JobStatus {
    ACCEPTED,
    RUNNING,
    ASSEMBLING,
    COMPLETED,
    REJECTED,
    FAILED,
    CANCELLED;

    /** Whether nothing more will happen to the job. */
    public boolean terminal() {
        return compareTo(COMPLETED) >= 0;
    }

    /** The word as it stands in JSON and in queries, as {@code running}. */
    @JsonValue
    public String word() {
        return WireName.of(this);
    }

    /** The status that {@code word} names, or nothing. */
    public static Optional<JobStatus> parse(String word) {
        for (JobStatus status : values()) {
            if (status.word().equals(word)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }

    @JsonCreator
    static JobStatus read(String word) {
        return parse(word).orElseThrow(() -> new IllegalArgumentException("'%s' is not a job status".formatted(word)));
    }
}
