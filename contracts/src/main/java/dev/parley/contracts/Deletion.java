package dev.parley.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * How far a deleted job's objects are gone from the store. Part of its state, so that the job's next owner continues.
 *
 * @param at when somebody deleted the job
 * @param inputs what the job was made of, until they are deleted or left to other jobs; empty where that is not known
 * @param passes how often the objects were deleted: once at once, and once when no worker can still write
 */
public record Deletion(Instant at, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> inputs, int passes) {
    private static final int PASSES = 2;

    public Deletion {
        requireNonNull(at, "at");
        inputs = inputs == null ? List.of() : List.copyOf(inputs);
    }

    static Deletion of(Instant at, List<String> inputs) {
        return new Deletion(at, inputs, 0);
    }

    /** The objects were deleted once more. */
    public Deletion passed() {
        return new Deletion(at, List.of(), passes + 1);
    }

    /** Whether all is gone that was there when somebody deleted the job. */
    @JsonIgnore
    public boolean isDone() {
        return passes > 0;
    }

    /** Whether nothing of the job can come back. */
    @JsonIgnore
    public boolean isFinal() {
        return passes >= PASSES;
    }
}
