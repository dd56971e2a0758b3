package dev.parley.multitalk.internal.lora;

import dev.parley.multitalk.AppliedLoras;
import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.Lora;
import dev.parley.multitalk.internal.checkpoint.Mapped;
import dev.parley.multitalk.internal.parameter.Parameters;
import dev.parley.multitalk.internal.torch.Torch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The weights of an open model with LoRAs applied. Nothing is ever added to a linear layer's weight: its LoRAs are computed
 * beside it. Of everything else that is changed, the original is kept.
 */
public final class PatchedWeights implements AppliedLoras {
    private static final int MOST_LISTED = 40;

    private final Parameters parameters;
    private final List<String> ignored;
    private boolean applied = true;

    private PatchedWeights(Parameters parameters, List<String> ignored) {
        this.parameters = parameters;
        this.ignored = ignored;
    }

    /**
     * Applies LoRAs: all of them or, if one does not fit, none.
     *
     * @param loras applied in addition to each other, also if the same file occurs twice
     * @throws CheckpointException listing everything that does not fit the model, or if a file has nothing for it
     * @throws IllegalStateException if LoRAs are already applied
     */
    public static PatchedWeights apply(List<Lora> loras, Torch torch, Parameters parameters) throws IOException {
        if (parameters.isChanged()) {
            throw new IllegalStateException("The model already has LoRAs: remove them before applying others");
        }
        List<LoraFile> files = new ArrayList<>();
        for (Lora lora : loras) {
            files.add(LoraFile.read(lora));
        }
        refuse(files, parameters);
        try (Mapped mapped = new Mapped(torch)) {
            var source = new Change.Source(torch, mapped, parameters);
            files.forEach(file -> file.changes().forEach(change -> change.make(parameters, source)));
        } catch (RuntimeException e) {
            parameters.restore();
            throw e;
        }
        List<String> ignored = files.stream()
                .flatMap(file -> file.ignored().stream().map(key -> "%s: %s".formatted(file.name(), key)))
                .toList();
        return new PatchedWeights(parameters, ignored);
    }

    /** As {@link #apply}, to several copies of a model: to all of them or, where something goes wrong, to none. */
    public static AppliedLoras apply(List<Lora> loras, Map<Torch, Parameters> copies) throws IOException {
        List<PatchedWeights> applied = new ArrayList<>();
        try {
            for (Map.Entry<Torch, Parameters> copy : copies.entrySet()) {
                applied.add(apply(loras, copy.getKey(), copy.getValue()));
            }
        } catch (IOException | RuntimeException e) {
            applied.forEach(PatchedWeights::close);
            throw e;
        }
        return new AppliedLoras() {
            @Override
            public List<String> ignored() {
                return applied.get(0).ignored();
            }

            @Override
            public void close() {
                applied.forEach(PatchedWeights::close);
            }
        };
    }

    private static void refuse(List<LoraFile> files, Parameters parameters) {
        Changeable model = Changeable.of(parameters);
        List<String> objections = new ArrayList<>();
        for (LoraFile file : files) {
            if (file.changes().isEmpty()) {
                objections.add("%s: nothing in it is for this model, %s"
                        .formatted(file.name(), file.ignored().stream().limit(3).toList()));
            }
            file.changes().forEach(change -> change.objection(model)
                    .ifPresent(objection -> objections.add("%s: %s".formatted(file.name(), objection))));
        }
        if (!objections.isEmpty()) {
            String list = String.join("\n  ", objections.subList(0, Math.min(objections.size(), MOST_LISTED)));
            String rest =
                    objections.size() > MOST_LISTED ? "\n  and %d more".formatted(objections.size() - MOST_LISTED) : "";
            throw new CheckpointException(
                    "LoRAs do not fit the model in %d places:\n  %s%s".formatted(objections.size(), list, rest));
        }
    }

    @Override
    public List<String> ignored() {
        return ignored;
    }

    @Override
    public void close() {
        if (applied) {
            applied = false;
            parameters.restore();
        }
    }
}
