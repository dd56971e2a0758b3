package dev.parley.kit.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.ModelDefaults;
import dev.parley.contracts.ModelDefaults.Sampler;
import dev.parley.contracts.Preset;
import dev.parley.contracts.RenderRequest.Lora;
import dev.parley.contracts.RenderRequest.Size;
import dev.parley.plan.SizeBuckets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What plans have to know of a model: the settings and sizes it was made for, as its {@code multitalk*.json} states them.
 * A model without that file is taken for the published one.
 *
 * @param name what people call it
 * @param sizes null for those of the request's {@link Size}
 * @param drawnFacesOnly whether it never saw a photograph
 */
record ModelProfile(String name, ModelDefaults defaults, SizeBuckets sizes, boolean drawnFacesOnly) {
    static final ModelProfile PUBLISHED = new ModelProfile("the published model", ModelDefaults.NONE, null, false);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IllegalArgumentException if the file is there and not of this form; the message says which */
    static ModelProfile read(Path model) {
        if (!Files.isDirectory(model)) {
            return PUBLISHED;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(model, "multitalk*.json")) {
            Iterator<Path> found = files.iterator();
            return found.hasNext() ? parse(found.next()) : PUBLISHED;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the settings of the model in " + model, e);
        }
    }

    private static ModelProfile parse(Path file) throws IOException {
        try {
            JsonNode root = JSON.readTree(Files.readString(file));
            return new ModelProfile(
                    root.path("name").asText("this farm's model"),
                    new ModelDefaults(
                            presets(root),
                            number(root.path("recommended"), "color_correction_strength"),
                            whole(root, "frame_num"),
                            whole(root, "motion_frame")),
                    root.has("size_buckets_h_w") ? sizes(root.get("size_buckets_h_w")) : null,
                    drawnFacesOnly(root.path("faces")));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s does not say what its model was made for: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** What is recommended is the standard one; the others stand under their names in {@code presets}. */
    private static Map<Preset, Sampler> presets(JsonNode root) {
        Map<Preset, Sampler> presets = new EnumMap<>(Preset.class);
        presets.put(Preset.STANDARD, sampler(root.path("recommended")));
        for (Map.Entry<String, JsonNode> preset : root.path("presets").properties()) {
            presets.put(preset(preset.getKey()), sampler(preset.getValue()));
        }
        return presets;
    }

    private static Preset preset(String name) {
        List<String> known = Stream.of(Preset.values()).map(ModelProfile::lower).toList();
        if (!known.contains(name)) {
            throw new IllegalArgumentException("presets.%s is none of %s".formatted(name, known));
        }
        return Preset.values()[known.indexOf(name)];
    }

    private static String lower(Preset preset) {
        return preset.name().toLowerCase(Locale.ROOT);
    }

    private static Sampler sampler(JsonNode sampler) {
        return new Sampler(
                whole(sampler, "sample_steps"),
                number(sampler, "sample_shift"),
                number(sampler, "text_guide_scale"),
                number(sampler, "audio_guide_scale"),
                sampler.has("loras") ? loras(sampler.get("loras")) : null);
    }

    private static List<Lora> loras(JsonNode list) {
        List<Lora> loras = new ArrayList<>();
        for (JsonNode lora : list) {
            if (!lora.path("name").isTextual()) {
                throw new IllegalArgumentException("a LoRA is {name, scale}, found %s".formatted(lora));
            }
            loras.add(new Lora(lora.get("name").textValue(), number(lora, "scale")));
        }
        return loras;
    }

    private static SizeBuckets sizes(JsonNode table) {
        Map<Double, dev.parley.plan.Size> byRatio = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> row : table.properties()) {
            JsonNode size = row.getValue();
            if (size.size() != 2 || !size.get(0).isInt() || !size.get(1).isInt()) {
                throw new IllegalArgumentException(
                        "size_buckets_h_w.%s is [height, width], found %s".formatted(row.getKey(), size));
            }
            byRatio.put(
                    Double.parseDouble(row.getKey()),
                    new dev.parley.plan.Size(size.get(0).intValue(), size.get(1).intValue()));
        }
        return SizeBuckets.of(byRatio);
    }

    private static boolean drawnFacesOnly(JsonNode faces) {
        if (faces.isMissingNode()) {
            return false;
        }
        if (!faces.asText().equals("drawn")) {
            throw new IllegalArgumentException("faces is drawn or absent, found %s".formatted(faces));
        }
        return true;
    }

    private static Integer whole(JsonNode of, String key) {
        Double value = number(of, key);
        if (value != null && value != value.intValue()) {
            throw new IllegalArgumentException("%s is a whole number, found %s".formatted(key, value));
        }
        return value == null ? null : Integer.valueOf(value.intValue());
    }

    private static Double number(JsonNode of, String key) {
        JsonNode value = of.path(key);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isNumber()) {
            throw new IllegalArgumentException("%s is a number, found %s".formatted(key, value));
        }
        return value.doubleValue();
    }

    SizeBuckets sizes(Size asked) {
        if (sizes != null) {
            return sizes;
        }
        return switch (asked) {
            case MULTITALK_480 -> SizeBuckets.MULTITALK_480;
            case MULTITALK_720 -> SizeBuckets.MULTITALK_720;
        };
    }
}
