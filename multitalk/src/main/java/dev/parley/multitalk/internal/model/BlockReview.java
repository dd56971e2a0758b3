package dev.parley.multitalk.internal.model;

import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.EightBitLayers;
import dev.parley.multitalk.internal.checkpoint.StoredTensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whether a network has all its tensors, as far as headers tell without building it: the blocks of a network are alike, so
 * one that lacks a tensor, or has it in another shape than the others, is damaged.
 */
final class BlockReview {
    private static final int MOST_NAMED = 5;

    private final Checkpoint checkpoint;
    private final List<String> problems = new ArrayList<>();

    private BlockReview(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
    }

    /**
     * @param list what the keys of blocks begin with, before the number: {@code blocks.}
     * @param keys of tensors that are no part of a block
     * @throws CheckpointException naming what is missing or misshapen
     */
    static void require(Checkpoint checkpoint, String list, String... keys) {
        BlockReview review = new BlockReview(checkpoint);
        for (String key : keys) {
            if (!checkpoint.hasWeight(key)) {
                review.problems.add("missing: " + key);
            }
        }
        review.compare(list);
        if (!review.problems.isEmpty()) {
            throw new CheckpointException("%s: %s".formatted(checkpoint.path(), summary(review.problems)));
        }
    }

    private void compare(String list) {
        SortedMap<Integer, Map<String, List<Long>>> blocks = blocks(checkpoint, list);
        if (blocks.isEmpty()) {
            problems.add("missing: all of " + list);
            return;
        }
        Map<String, List<Long>> usual = usual(blocks);
        for (int number = 0; number <= blocks.lastKey(); number++) {
            String block = list + number + ".";
            if (blocks.containsKey(number)) {
                compare(block, blocks.get(number), usual);
            } else {
                problems.add("missing: all of " + block);
            }
        }
    }

    private void compare(String block, Map<String, List<Long>> shapes, Map<String, List<Long>> usual) {
        usual.forEach((key, shape) -> {
            // A layer that other blocks have in eight bits may be in floats: of these there is no scale.
            String floats =
                    EightBitLayers.weight(key).filter(shapes::containsKey).orElse(key);
            if (!shapes.containsKey(floats)) {
                problems.add("missing: %s%s %s".formatted(block, key, shape));
            } else if (!shapes.get(floats).equals(shape) && !key.equals(EightBitLayers.scale(floats))) {
                problems.add(
                        "%s%s has shape %s, in other blocks %s".formatted(block, floats, shapes.get(floats), shape));
            }
        });
    }

    /**
     * The shape of each tensor, by what its key ends in, of each block or layer.
     *
     * @param list what their keys begin with, before the number
     */
    static SortedMap<Integer, Map<String, List<Long>>> blocks(Checkpoint checkpoint, String list) {
        Pattern pattern = Pattern.compile(Pattern.quote(list) + "(\\d{1,4})\\.(.+)");
        SortedMap<Integer, Map<String, List<Long>>> blocks = new TreeMap<>();
        for (Map.Entry<String, StoredTensor> tensor : checkpoint.tensors().entrySet()) {
            Matcher key = pattern.matcher(tensor.getKey());
            if (key.matches()) {
                blocks.computeIfAbsent(Integer.valueOf(key.group(1)), any -> new TreeMap<>())
                        .put(key.group(2), tensor.getValue().shape());
            }
        }
        return blocks;
    }

    /** What at least half of the blocks have, in the shape that most of these have it. */
    private static Map<String, List<Long>> usual(SortedMap<Integer, Map<String, List<Long>>> blocks) {
        Map<String, Map<List<Long>, Integer>> counts = new TreeMap<>();
        for (Map<String, List<Long>> block : blocks.values()) {
            block.forEach((key, shape) ->
                    counts.computeIfAbsent(key, any -> new HashMap<>()).merge(shape, 1, Integer::sum));
        }
        return counts.entrySet().stream()
                .filter(key ->
                        2 * key.getValue().values().stream().mapToInt(n -> n).sum() >= blocks.size())
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        key -> key.getValue().entrySet().stream()
                                .max(Comparator.comparingInt(Map.Entry::getValue))
                                .orElseThrow()
                                .getKey(),
                        (one, other) -> one,
                        TreeMap::new));
    }

    /** The first few, and how many more. */
    static String summary(List<String> problems) {
        String named = problems.stream().limit(MOST_NAMED).collect(Collectors.joining("; "));
        int more = problems.size() - MOST_NAMED;
        return more > 0 ? named + "; and %d more".formatted(more) : named;
    }
}
