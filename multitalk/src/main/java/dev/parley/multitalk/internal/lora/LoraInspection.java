package dev.parley.multitalk.internal.lora;

import dev.parley.multitalk.Lora;
import dev.parley.multitalk.LoraSummary;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at LoRAs without opening the model they are for. */
public final class LoraInspection {
    private static final String PATCH = "patch_embedding";
    private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d{1,6})\\..*");
    /** A layer of every transformer of Wan that is as wide as the model. */
    private static final String WIDE = "blocks.0.self_attn.q";

    private LoraInspection() {}

    /** Of a file by itself. */
    public static LoraSummary of(Path file) throws IOException {
        LoraFile lora = read(file);
        return summary(lora, List.of(), List.of(), dialect(lora));
    }

    /** Of a file, and whether {@code transformer} can take it. */
    public static LoraSummary of(Path file, Checkpoint transformer) throws IOException {
        LoraFile lora = read(file);
        Changeable model = Changeable.of(transformer);
        List<String> fitting = new ArrayList<>();
        List<String> objections = new ArrayList<>();
        for (Change change : lora.changes()) {
            change.objection(model).ifPresentOrElse(objections::add, () -> fitting.add(change.layer()));
        }
        List<String> otherModel = new ArrayList<>(dialect(lora));
        if (!objections.isEmpty()) {
            channels(lora, model).ifPresent(otherModel::add);
            width(lora, model).ifPresent(otherModel::add);
            blocks(lora, transformer).ifPresent(otherModel::add);
        }
        return summary(lora, fitting, objections, otherModel);
    }

    private static LoraFile read(Path file) throws IOException {
        return LoraFile.read(new Lora(file, 1));
    }

    private static LoraSummary summary(
            LoraFile lora, List<String> fitting, List<String> objections, List<String> otherModel) {
        SortedMap<Long, Integer> ranks = new TreeMap<>();
        int differences = 0;
        for (Change change : lora.changes()) {
            if (change instanceof Change.LowRank low) {
                ranks.merge(low.rank(), 1, Integer::sum);
            } else {
                differences++;
            }
        }
        return new LoraSummary(lora.lora().file(), ranks, differences, fitting, lora.ignored(), objections, otherModel);
    }

    /** What a file is where it has nothing of the format that is read. */
    private static List<String> dialect(LoraFile lora) {
        if (lora.changes().isEmpty()
                && lora.ignored().stream().anyMatch(key -> key.contains(".lora_A.") || key.startsWith("lora_unet_"))) {
            return List.of("it is in another format (lora_A and lora_B, or lora_unet_*); expected keys as"
                    + " diffusion_model.LAYER.lora_down.weight and .lora_up.weight");
        }
        return List.of();
    }

    private static Optional<String> channels(LoraFile lora, Changeable model) {
        Optional<List<Long>> here = model.parameter(PATCH + ".weight").filter(shape -> shape.size() > 1);
        return lora.changes().stream()
                .filter(change -> change.layer().equals(PATCH))
                .filter(change -> change instanceof Change.Difference difference
                        && difference.name().equals("weight")
                        && difference.difference().shape().size() == 5)
                .map(change -> ((Change.Difference) change).difference().shape().get(1))
                .filter(channels -> here.isPresent() && !here.get().get(1).equals(channels))
                .findFirst()
                .map(channels -> "it is for a model of %d input channels%s; this one has %d"
                        .formatted(
                                channels,
                                channels == 16 ? " (text to video)" : "",
                                here.get().get(1)));
    }

    private static Optional<String> width(LoraFile lora, Changeable model) {
        Optional<List<Long>> here = model.matrix(WIDE);
        return lora.changes().stream()
                .filter(change -> change.layer().equals(WIDE))
                .filter(change -> change instanceof Change.LowRank)
                .map(change -> ((Change.LowRank) change).width())
                .filter(width -> here.isPresent() && !here.get().get(1).equals(width))
                .findFirst()
                .map(width -> "it is for a model that is %d wide; this one is %d wide"
                        .formatted(width, here.get().get(1)));
    }

    private static Optional<String> blocks(LoraFile lora, Checkpoint transformer) {
        int most = 0;
        for (Change change : lora.changes()) {
            Matcher block = BLOCK.matcher(change.layer());
            if (block.matches()) {
                most = Math.max(most, 1 + Integer.parseInt(block.group(1)));
            }
        }
        int here = transformer.count("blocks.");
        return most > here
                ? Optional.of("it is for a model of %d blocks; this one has %d".formatted(most, here))
                : Optional.empty();
    }
}
