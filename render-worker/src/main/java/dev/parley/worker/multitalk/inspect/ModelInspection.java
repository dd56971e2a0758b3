package dev.parley.worker.multitalk.inspect;

import dev.parley.kit.admission.ModelFolder;
import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.ModelFiles;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.NetworkSummary;
import dev.parley.multitalk.Quantization;
import dev.parley.plan.LoraUse;
import dev.parley.plan.ModelProfile;
import dev.parley.plan.Preset;
import dev.parley.plan.Size;
import dev.parley.plan.SizeBuckets;
import dev.parley.worker.multitalk.CardReport;
import dev.parley.worker.multitalk.inspect.InspectedModel.InspectedLora;
import dev.parley.worker.multitalk.inspect.InspectedModel.SupportedModes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Looks at a model's folder: headers and settings only. */
final class ModelInspection {
    private static final Size SQUARE = new Size(1, 1);
    private static final String STORED = "stored";
    private static final String MADE = "made while the model is opened";

    private final Path folder;
    private final ModelFiles files;
    private final ModelOptions options;
    private final OptionalLong memory;
    private final List<String> problems = new ArrayList<>();

    /**
     * @param options of a worker
     * @param memory of its device, in bytes for tensors; empty if it is not known
     */
    ModelInspection(Path folder, ModelOptions options, OptionalLong memory) {
        this.folder = folder;
        this.files = ModelFiles.in(folder);
        this.options = options;
        this.memory = memory;
    }

    InspectedModel look() {
        List<NetworkSummary> networks = files.networks();
        boolean readable =
                networks.stream().allMatch(network -> network.problems().isEmpty());
        List<InspectedLora> loras = loras();
        ModelProfile profile = profile();
        SupportedModes modes = profile == null ? null : modes(profile, loras);
        CardReport card = readable && profile != null ? card(profile) : null;
        return new InspectedModel(
                folder, readable && problems.isEmpty(), networks, List.copyOf(problems), modes, loras, card);
    }

    private ModelProfile profile() {
        try {
            return ModelProfile.read(folder);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            problems.add(e.getMessage());
            return null;
        }
    }

    private CardReport card(ModelProfile profile) {
        try {
            return CardReport.of(files, profile, options, memory);
        } catch (IOException | UncheckedIOException | CheckpointException e) {
            problems.add(e.getMessage());
            return null;
        }
    }

    private List<InspectedLora> loras() {
        ModelFolder model =
                new ModelFolder(folder.getParent(), folder.getFileName().toString());
        return model.loras().stream().map(name -> lora(name, model.lora(name))).toList();
    }

    private InspectedLora lora(String name, Path file) {
        try {
            return new InspectedLora(name, files.lora(file), null);
        } catch (IOException | CheckpointException e) {
            return new InspectedLora(name, null, e.getMessage());
        }
    }

    private SupportedModes modes(ModelProfile profile, List<InspectedLora> loras) {
        Map<String, String> sizes = new LinkedHashMap<>();
        for (String size : SizeBuckets.NAMES) {
            sizes.put(size, profile.sizes(size).choose(SQUARE).toString());
        }
        Map<String, String> presets = new LinkedHashMap<>();
        profile.presets().all().forEach(preset -> presets.put(preset.name(), lacking(preset, loras)));
        return new SupportedModes(
                profile.name(), List.of(1, 2), sizes, quantizations(), presets, profile.drawnFacesOnly());
    }

    private Map<String, String> quantizations() {
        Map<String, String> quantizations = new LinkedHashMap<>();
        quantizations.put("none", STORED);
        quantizations.put("int8", files.isReady(Quantization.INT8) ? STORED : MADE);
        quantizations.put("fp8", files.isReady(Quantization.FP8) ? STORED : MADE);
        return quantizations;
    }

    private static String lacking(Preset preset, List<InspectedLora> loras) {
        List<String> lacking = new ArrayList<>();
        for (LoraUse use : preset.loras()) {
            boolean there = loras.stream().anyMatch(lora -> lora.name().equals(use.name()));
            boolean fits = loras.stream().anyMatch(lora -> lora.name().equals(use.name()) && lora.fits());
            if (!fits) {
                lacking.add("the LoRA %s %s".formatted(use.name(), there ? "does not fit" : "is not there"));
            }
        }
        return String.join("; ", lacking);
    }
}
