package dev.parley.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What both older forms have in common: the options of the reference's command line under its names, and today's own
 * fields (webhook, tenant, preset, ...), so that an old request can use what is new.
 */
final class SharedFields {
    private static final Set<String> OF_THE_FORMS = Set.of("image", "speakers", "prompt", "mode");
    private static final List<String> TODAYS = todays();
    private static final Map<String, String> OPTIONS = readOptions();

    /** The names of the reference's options, and the paths of the fields they are today. */
    static Map<String, String> options() {
        return OPTIONS;
    }

    /** All names that both older forms know, and {@code own}. */
    static Set<String> knownBeside(String... own) {
        Set<String> known = new TreeSet<>(TODAYS);
        known.addAll(OPTIONS.keySet());
        known.addAll(List.of("use_lora", "use_quantization", "audio_type", "prompt", "mode"));
        known.addAll(List.of(own));
        return known;
    }

    static void translate(ObjectNode sent, Translation translation) {
        for (String name : TODAYS) {
            if (sent.has(name)) {
                // A copy: what the options add to it must not show up in what was sent.
                translation.put(name, name, sent.get(name).deepCopy());
            }
        }
        OPTIONS.forEach((from, path) -> {
            if (sent.has(from)) {
                translation.put(path, from, sent.get(from));
            }
        });
        choose(sent, translation, "use_lora", "preset", "fusionx");
        choose(sent, translation, "use_quantization", "quantization", "int8");
    }

    /** {@code add} is one voice after the other, {@code para} all at once; the default is today's, all at once. */
    static void translateAudioType(ObjectNode sent, Translation translation) {
        JsonNode type = sent.path("audio_type");
        if (type.isMissingNode()) {
            return;
        }
        switch (type.asText()) {
            case "add" -> translation.put("audioMix", "audio_type", TextNode.valueOf("in-turn"));
            case "para" -> translation.put("audioMix", "audio_type", TextNode.valueOf("together"));
            default ->
                translation.refuse(
                        "audioMix",
                        "audio_type",
                        "unknown-value",
                        "found %s, expected one of add, para".formatted(Found.node(type)));
        }
    }

    /** A switch that stands for one value of today's field; off, it says nothing. */
    private static void choose(ObjectNode sent, Translation translation, String from, String path, String value) {
        JsonNode on = sent.path(from);
        if (on.isMissingNode()) {
            return;
        }
        if (!on.isBoolean()) {
            translation.refuse(path, from, "wrong-type", "found %s, expected true or false".formatted(Found.node(on)));
        } else if (on.booleanValue()) {
            translation.put(path, from, TextNode.valueOf(value));
        }
    }

    private static List<String> todays() {
        List<String> names = new ArrayList<>();
        for (RecordComponent component : RenderRequest.class.getRecordComponents()) {
            if (!OF_THE_FORMS.contains(component.getName())) {
                names.add(component.getName());
            }
        }
        return List.copyOf(names);
    }

    private static Map<String, String> readOptions() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("negative_prompt", "negativePrompt");
        options.put("n_prompt", "negativePrompt");
        options.put("steps", "sampling.steps");
        options.put("sample_steps", "sampling.steps");
        options.put("shift", "sampling.shift");
        options.put("sample_shift", "sampling.shift");
        options.put("sample_text_guide_scale", "sampling.textGuidance");
        options.put("sample_audio_guide_scale", "sampling.audioGuidance");
        options.put("seed", "sampling.seed");
        options.put("base_seed", "sampling.seed");
        options.put("frame_num", "sampling.framesPerWindow");
        options.put("motion_frame", "sampling.motionFrames");
        options.put("use_teacache", "teaCache.enabled");
        options.put("teacache_thresh", "teaCache.threshold");
        options.put("use_apg", "apg.enabled");
        options.put("apg_momentum", "apg.momentum");
        options.put("apg_norm_threshold", "apg.normThreshold");
        options.put("color_correction_strength", "colorCorrection");
        options.put("quant", "quantization");
        options.put("low_vram", "lowVram");
        return options;
    }

    private SharedFields() {}
}
