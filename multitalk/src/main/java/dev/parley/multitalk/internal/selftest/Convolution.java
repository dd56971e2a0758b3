package dev.parley.multitalk.internal.selftest;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.parley.multitalk.TorchType;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sizes of a convolution to test.
 *
 * @param type of the computation
 * @param in input channels, all groups together
 * @param out output channels, all groups together
 * @param kernel size along each axis; one or two axes
 * @param stride the same along each axis
 */
public record Convolution(TorchType type, int in, int out, List<Integer> kernel, int stride, int groups) {
    /** Channels that libraries for CPUs work on at once. */
    static final int BLOCK = 16;

    private static final int MOST_OUTPUTS = 2 * BLOCK;
    private static final Comparator<Convolution> BY_INPUTS = Comparator.comparingInt(Convolution::in);

    public Convolution {
        requireNonNull(type, "type");
        kernel = List.copyOf(kernel);
        if (in < 1 || out < 1 || stride < 1 || groups < 1 || in % groups != 0 || out % groups != 0) {
            throw new IllegalArgumentException(
                    "No convolution has %d to %d channels in %d groups, %d apart".formatted(in, out, groups, stride));
        }
        if (kernel.isEmpty() || kernel.size() > 2 || kernel.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("A kernel has one axis or two, not " + kernel);
        }
    }

    /**
     * Of convolutions alike but for the number of complete blocks, the one with the fewest and the one with the most inputs:
     * libraries make code for each shape the first time, which takes far longer than to compute with it.
     */
    static Set<Convolution> unlike(Collection<Convolution> all) {
        Map<List<Object>, List<Convolution>> kinds = all.stream()
                .map(Convolution::small)
                .collect(groupingBy(Convolution::kind, LinkedHashMap::new, toList()));
        Set<Convolution> chosen = new LinkedHashSet<>();
        for (List<Convolution> alike : kinds.values()) {
            chosen.add(Collections.min(alike, BY_INPUTS));
            chosen.add(Collections.max(alike, BY_INPUTS));
        }
        return chosen;
    }

    private List<Object> kind() {
        return List.of(type, in % BLOCK, out % BLOCK, kernel, stride, groups);
    }

    /** A faster one that finds the same errors: only the outputs after the last complete block matter, not how many blocks. */
    Convolution small() {
        boolean large = groups == 1 && out > MOST_OUTPUTS;
        return large ? new Convolution(type, in, MOST_OUTPUTS + out % BLOCK, kernel, stride, groups) : this;
    }
}
