package dev.parley.cli.request;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.cli.request.OptionFields.OptionField;
import dev.parley.contracts.Json;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The options that were given, as JSON of today's form; nothing for those that were not. */
final class RequestTree {
    private static final String OF_SPEAKER = "speakers[].";
    private static final String SCRIPT = "script";
    private static final Pattern TAG = Pattern.compile("(?i)\\(\\s*s\\s*\\d+\\s*\\)");

    private final RequestOptions given;
    private final ObjectNode tree = JsonNodeFactory.instance.objectNode();

    private RequestTree(RequestOptions given) {
        this.given = given;
    }

    static ObjectNode of(RequestOptions given) {
        RequestTree tree = new RequestTree(given);
        OptionFields.all().forEach(tree::add);
        tree.switchOnWhatHasAThreshold();
        tree.takeScriptFromText();
        return tree.tree;
    }

    private void add(OptionField option) {
        Object value = option.valueIn(given);
        if (value == null || value instanceof Map<?, ?> map && map.isEmpty()) {
            return;
        }
        String path = option.field().value();
        if (path.equals(SCRIPT)) {
            put(tree, path, ScriptFile.read(given.script));
        } else if (!(value instanceof List<?> values)) {
            put(tree, path, value);
        } else if (path.equals("loras")) {
            loras();
        } else if (path.equals("turns")) {
            turns();
        } else if (path.startsWith(OF_SPEAKER)) {
            ofSpeakers(path, values);
        } else if (option.field().ofEach().isEmpty()) {
            putUnlessEmpty(path, values);
        } else if (values.size() == 1) {
            put(tree, path, values.get(0));
        } else {
            ofSpeakers(option.field().ofEach(), values);
        }
    }

    private void putUnlessEmpty(String path, List<?> values) {
        if (!values.isEmpty()) {
            put(tree, path, values);
        }
    }

    private void ofSpeakers(String path, List<?> values) {
        String name = path.substring(OF_SPEAKER.length());
        if (name.equals("voice") && !given.turns.isEmpty()) {
            voicesOfTurns(values);
            return;
        }
        // Those who speak a text come after those with a recording.
        int first = name.equals("text") || name.equals("voice") ? given.audio.size() : 0;
        for (int i = 0; i < values.size(); i++) {
            put(speaker(first + i), name, values.get(i));
        }
    }

    /** Those whose turns are recordings need no voice. */
    private void voicesOfTurns(List<?> values) {
        List<Integer> people = TurnOption.peopleWithTexts(given.turns);
        for (int i = 0; i < values.size(); i++) {
            put(speaker(i < people.size() ? people.get(i) : i), "voice", values.get(i));
        }
    }

    private ObjectNode speaker(int index) {
        ArrayNode speakers = tree.withArray("speakers");
        while (speakers.size() <= index) {
            speakers.addObject();
        }
        return (ObjectNode) speakers.get(index);
    }

    private void loras() {
        if (given.loras.isEmpty()) {
            return;
        }
        ArrayNode loras = tree.putArray("loras");
        int next = 0;
        for (LoraOption lora : given.loras) {
            ObjectNode node = loras.addObject().put("name", lora.name());
            if (lora.scale() != null) {
                node.put("scale", lora.scale());
            } else if (next < given.loraScales.size()) {
                node.put("scale", given.loraScales.get(next++));
            }
        }
    }

    private void turns() {
        if (!given.turns.isEmpty()) {
            ArrayNode turns = tree.putArray("turns");
            given.turns.forEach(turn -> turns.add(turn.fields()));
        }
    }

    private void switchOnWhatHasAThreshold() {
        if (given.teaCache != null || given.teaCacheThreshold != null) {
            put(tree, "teaCache.enabled", true);
        }
    }

    /** A text with turns is nobody's own. */
    private void takeScriptFromText() {
        if (given.texts.size() != 1
                || !given.audio.isEmpty()
                || !TAG.matcher(given.texts.get(0)).find()) {
            return;
        }
        put(tree, SCRIPT, given.texts.get(0));
        speaker(0).remove("text");
        if (tree.path("speakers").size() == 1 && speaker(0).isEmpty()) {
            tree.remove("speakers");
        }
    }

    /** At {@code a} or {@code a.b}. */
    private static void put(ObjectNode node, String path, Object value) {
        int dot = path.indexOf('.');
        if (dot >= 0) {
            put(node.withObjectProperty(path.substring(0, dot)), path.substring(dot + 1), value);
        } else {
            node.set(path, Json.mapper().valueToTree(value));
        }
    }
}
