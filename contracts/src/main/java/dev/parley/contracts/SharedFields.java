package dev.parley.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What both older forms have in common: the options of the reference's command line under its names, which the schema
 * states beside each field, and today's own fields (webhook, tenant, preset, ...), so that an old request can use what is
 * new.
 */
final class SharedFields {
    private static final Set<String> OF_THE_FORMS = Set.of("image", "speakers", "prompt", "mode");
    private static final List<String> TODAYS = todays();

    /** All names that both older forms know, and {@code own}. */
    static Set<String> knownBeside(String... own) {
        Set<String> known = new TreeSet<>(TODAYS);
        for (RequestField field : RequestFields.all()) {
            known.addAll(field.referenceNames());
            known.addAll(field.referenceSwitches().keySet());
        }
        known.addAll(List.of("audio_type", "prompt", "mode"));
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
        for (RequestField field : RequestFields.all()) {
            for (String from : field.referenceNames()) {
                if (sent.has(from)) {
                    translation.put(field.path(), from, sent.get(from));
                }
            }
        }
        for (RequestField field : RequestFields.all()) {
            field.referenceSwitches().forEach((from, value) -> choose(sent, translation, from, field.path(), value));
        }
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

    private SharedFields() {}
}
