package dev.parley.multitalk.lora;

import dev.parley.multitalk.checkpoint.CheckpointException;
import dev.parley.multitalk.checkpoint.Mapped;
import dev.parley.multitalk.parameter.Parameters;
import dev.parley.multitalk.torch.Torch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * LoRAs on a model. Closing takes them off and leaves the model as it was, to the bit: nothing is ever added to a
 * linear layer's weight, and of what is added to, the original is kept.
 */
public final class AppliedLoras implements AutoCloseable {
    private static final int MOST_LISTED = 40;

    private final Parameters parameters;
    private final List<String> ignored;
    private boolean on = true;

    private AppliedLoras(Parameters parameters, List<String> ignored) {
        this.parameters = parameters;
        this.ignored = ignored;
    }

    /**
     * Puts LoRAs on a model: all of them or, where one does not fit, none.
     *
     * @param loras each counts, whatever the files are called, a file that is named twice too
     * @throws CheckpointException listing all that the model cannot take, or when a file holds nothing for it
     * @throws IllegalStateException when there are some on it already
     */
    public static AppliedLoras apply(List<Lora> loras, Torch torch, Parameters parameters) throws IOException {
        if (parameters.isChanged()) {
            throw new IllegalStateException(
                    "There are LoRAs on the model: they are taken off before others are put on");
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
        return new AppliedLoras(parameters, ignored);
    }

    private static void refuse(List<LoraFile> files, Parameters parameters) {
        List<String> objections = new ArrayList<>();
        for (LoraFile file : files) {
            if (file.changes().isEmpty()) {
                objections.add("%s: nothing in it is for this model, %s"
                        .formatted(file.name(), file.ignored().stream().limit(3).toList()));
            }
            file.changes().forEach(change -> change.objection(parameters)
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

    /** What changes nothing, as {@code file: key}: scales by {@code .alpha}, other dialects, halves of pairs. */
    public List<String> ignored() {
        return ignored;
    }

    @Override
    public void close() {
        if (on) {
            on = false;
            parameters.restore();
        }
    }
}
