package dev.parley.multitalk.internal.model;

import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Whether the VAE has all its tensors, as far as headers tell without building it. Its layers are of three kinds and their
 * order is the checkpoint's, so what a layer lacks is told from what it has. The file: {@code wan/modules/vae.py}.
 */
final class VaeReview {
    private static final List<String> ENDS = List.of(
            "conv1.weight",
            "conv1.bias",
            "conv2.weight",
            "conv2.bias",
            "encoder.conv1.weight",
            "encoder.conv1.bias",
            "encoder.head.0.gamma",
            "encoder.head.2.weight",
            "encoder.head.2.bias",
            "decoder.conv1.weight",
            "decoder.conv1.bias",
            "decoder.head.0.gamma",
            "decoder.head.2.weight",
            "decoder.head.2.bias");
    private static final List<String> LISTS =
            List.of("encoder.downsamples", "encoder.middle", "decoder.middle", "decoder.upsamples");

    private static final List<String> RESIDUAL = List.of(
            "residual.0.gamma",
            "residual.2.weight",
            "residual.2.bias",
            "residual.3.gamma",
            "residual.6.weight",
            "residual.6.bias");
    private static final List<String> SHORTCUT = List.of("shortcut.weight", "shortcut.bias");
    private static final List<String> ATTENTION =
            List.of("norm.gamma", "to_qkv.weight", "to_qkv.bias", "proj.weight", "proj.bias");
    private static final List<String> RESAMPLE = List.of("resample.1.weight", "resample.1.bias");
    private static final List<String> IN_TIME = List.of("time_conv.weight", "time_conv.bias");

    /** @throws CheckpointException naming what is missing */
    static void require(Checkpoint checkpoint) {
        Set<String> missing = new TreeSet<>();
        ENDS.stream().filter(key -> !checkpoint.hasWeight(key)).forEach(missing::add);
        for (String list : LISTS) {
            missing.addAll(missingIn(checkpoint, list));
        }
        if (!missing.isEmpty()) {
            throw new CheckpointException("%s: %s"
                    .formatted(
                            checkpoint.path(),
                            BlockReview.summary(
                                    missing.stream().map("missing: "::concat).toList())));
        }
    }

    private static Set<String> missingIn(Checkpoint checkpoint, String list) {
        SortedMap<Integer, Map<String, List<Long>>> layers = BlockReview.blocks(checkpoint, list + ".");
        if (layers.isEmpty()) {
            return Set.of("all of " + list);
        }
        Set<String> missing = new TreeSet<>();
        for (int number = 0; number <= layers.lastKey(); number++) {
            String layer = list + "." + number + ".";
            Set<String> there = layers.getOrDefault(number, Map.of()).keySet();
            if (there.isEmpty()) {
                missing.add("all of " + layer);
            }
            for (List<String> together : kinds(there)) {
                together.stream()
                        .filter(key -> !there.contains(key))
                        .map(layer::concat)
                        .forEach(missing::add);
            }
        }
        return missing;
    }

    /** What a layer must have, by what it has. */
    private static List<List<String>> kinds(Set<String> there) {
        List<List<String>> kinds = new ArrayList<>();
        if (there.stream().anyMatch(SHORTCUT::contains)) {
            kinds.add(SHORTCUT);
            kinds.add(RESIDUAL);
        }
        if (there.stream().anyMatch(IN_TIME::contains)) {
            kinds.add(IN_TIME);
            kinds.add(RESAMPLE);
        }
        for (List<String> kind : List.of(RESIDUAL, ATTENTION, RESAMPLE)) {
            if (there.stream().anyMatch(kind::contains)) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    private VaeReview() {}
}
