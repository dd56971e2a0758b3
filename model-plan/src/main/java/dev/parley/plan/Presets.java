package dev.parley.plan;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The presets that requests may name, in order. Those of the published model are in {@code presets.json}, and nowhere else;
 * a model's own {@code multitalk*.json} overrides them field by field and may add others.
 */
public final class Presets {
    /** The one that requests without a preset get, and that a model's {@code recommended} settings are. */
    public static final String STANDARD = "standard";

    /** Of the published model. */
    public static final Presets PUBLISHED = published();

    private final Map<String, Preset> byName;

    private Presets(Map<String, Preset> byName) {
        this.byName = byName;
    }

    public Preset standard() {
        return byName.get(STANDARD);
    }

    public Optional<Preset> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** As requests say them, {@link #STANDARD} first. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    public List<Preset> all() {
        return List.copyOf(byName.values());
    }

    /** These, and those of {@code others} that are not among them. */
    public Presets and(Presets others) {
        Map<String, Preset> all = new LinkedHashMap<>(byName);
        others.byName.forEach(all::putIfAbsent);
        return new Presets(all);
    }

    /**
     * These as a model wants them.
     *
     * @param model its settings: {@code recommended} is for {@link #STANDARD}, {@code presets} has the others by name. A new
     *     name starts from the standard one.
     * @throws IllegalArgumentException if a value is none; the message says which
     */
    Presets overriddenBy(JsonObject model) {
        Map<String, Preset> all = new LinkedHashMap<>(byName);
        all.put(STANDARD, overridden(standard(), JsonValues.object(model, "recommended")));
        JsonObject others = JsonValues.object(model, "presets");
        for (String name : others.keySet()) {
            Preset base = all.getOrDefault(name, named(name, all.get(STANDARD)));
            all.put(name, overridden(base, JsonValues.object(others, name)));
        }
        return new Presets(all);
    }

    private static Preset named(String name, Preset base) {
        return new Preset(
                name,
                "A preset of this model.",
                base.steps(),
                base.shifts(),
                base.textGuidance(),
                base.audioGuidance(),
                base.loras());
    }

    private static Preset overridden(Preset base, JsonObject by) {
        return new Preset(
                base.name(),
                JsonValues.text(by, "description", base.description()),
                JsonValues.whole(by, "sample_steps", base.steps()),
                by.has("sample_shift") ? shifts(by.get("sample_shift")) : base.shifts(),
                JsonValues.number(by, "text_guide_scale", base.textGuidance()),
                JsonValues.number(by, "audio_guide_scale", base.audioGuidance()),
                by.has("loras") ? loras(by.get("loras")) : base.loras());
    }

    /** One for all sizes, or one for each by its name. */
    private static Map<String, Double> shifts(JsonElement value) {
        Map<String, Double> shifts = new LinkedHashMap<>();
        if (value.isJsonObject()) {
            for (Map.Entry<String, JsonElement> size : value.getAsJsonObject().entrySet()) {
                shifts.put(size.getKey(), JsonValues.number("sample_shift." + size.getKey(), size.getValue()));
            }
        } else {
            double shift = JsonValues.number("sample_shift", value);
            SizeBuckets.NAMES.forEach(size -> shifts.put(size, shift));
        }
        return shifts;
    }

    private static List<LoraUse> loras(JsonElement list) {
        if (!list.isJsonArray()) {
            throw new IllegalArgumentException("loras is a list, found %s".formatted(list));
        }
        List<LoraUse> loras = new ArrayList<>();
        for (JsonElement lora : list.getAsJsonArray()) {
            if (!lora.isJsonObject() || !lora.getAsJsonObject().has("name")) {
                throw new IllegalArgumentException("a LoRA is {name, scale}, found %s".formatted(lora));
            }
            JsonObject use = lora.getAsJsonObject();
            loras.add(new LoraUse(
                    JsonValues.text(use, "name", ""), JsonValues.number(use, "scale", Defaults.LORA_SCALE)));
        }
        return loras;
    }

    private static Presets published() {
        try (InputStream in = Presets.class.getResourceAsStream("presets.json")) {
            JsonObject all = JsonValues.object(new InputStreamReader(in, StandardCharsets.UTF_8));
            Preset empty = new Preset(STANDARD, "", 1, shifts(new JsonPrimitive(1)), 1, 1, List.of());
            Map<String, Preset> presets = new LinkedHashMap<>();
            for (String name : all.keySet()) {
                presets.put(name, overridden(named(name, empty), JsonValues.object(all, name)));
            }
            return new Presets(presets);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read presets.json", e);
        }
    }
}
