package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

import dev.parley.multitalk.internal.lora.LoraInspection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the header of a LoRA says of it, and whether a model can take it.
 *
 * @param ranks how many layers have which rank
 * @param differences weights and biases that it changes as a whole
 * @param fitting the layers that the model has in the right shape; empty if no model was asked
 * @param ignored keys without effect
 * @param objections why the model cannot take it, one for each change that does not fit
 * @param otherModel what kind of model it is for, where that is not this one and can be told; such as a number of channels
 */
public record LoraSummary(
        Path file,
        SortedMap<Long, Integer> ranks,
        int differences,
        List<String> fitting,
        List<String> ignored,
        List<String> objections,
        List<String> otherModel) {
    public LoraSummary {
        requireNonNull(file, "file");
        ranks = Collections.unmodifiableSortedMap(new TreeMap<>(ranks));
        fitting = List.copyOf(fitting);
        ignored = List.copyOf(ignored);
        objections = List.copyOf(objections);
        otherModel = List.copyOf(otherModel);
    }

    /**
     * Of a file by itself.
     *
     * @throws IOException if it cannot be read
     * @throws CheckpointException if it is no checkpoint
     */
    public static LoraSummary of(Path file) throws IOException {
        return LoraInspection.of(file);
    }

    /** How many weights and biases it changes. */
    public int changes() {
        return differences + ranks.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether a model can take it: there is something in it, and all of that fits. */
    public boolean fits() {
        return changes() > 0 && objections.isEmpty();
    }
}
