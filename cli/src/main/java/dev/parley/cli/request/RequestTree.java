package dev.parley.cli.request;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.Json;
import java.util.List;
import java.util.stream.Stream;

/** The options that were given, as JSON of today's form; nothing for those that were not. */
final class RequestTree {
    private final RequestOptions given;
    private final ObjectNode tree = JsonNodeFactory.instance.objectNode();

    private RequestTree(RequestOptions given) {
        this.given = given;
    }

    static ObjectNode of(RequestOptions given) {
        RequestTree tree = new RequestTree(given);
        tree.picture();
        tree.speakers();
        tree.words();
        tree.sampling();
        tree.loras();
        tree.switches();
        return tree.tree;
    }

    private void picture() {
        if (given.images.size() == 1) {
            tree.put("image", given.images.get(0));
        }
    }

    private void speakers() {
        int portraits = given.images.size() > 1 ? given.images.size() : 0;
        int people = Stream.of(
                        portraits,
                        given.audio.size() + given.texts.size(),
                        given.boxes.size(),
                        given.starts.size(),
                        given.channels.size())
                .max(Integer::compare)
                .orElseThrow();
        if (people == 0) {
            return;
        }
        ArrayNode speakers = tree.putArray("speakers");
        for (int i = 0; i < people; i++) {
            ObjectNode speaker = speakers.addObject();
            int text = i - given.audio.size();
            put(speaker, "audio", at(given.audio, i));
            put(speaker, "text", at(given.texts, text));
            put(speaker, "voice", at(given.voices, text));
            put(speaker, "image", portraits > 0 ? at(given.images, i) : null);
            put(speaker, "startSeconds", at(given.starts, i));
            put(speaker, "channel", channel(at(given.channels, i)));
            BoxOption box = at(given.boxes, i);
            if (box != null) {
                speaker.putObject("box")
                        .put("x", box.x())
                        .put("y", box.y())
                        .put("width", box.width())
                        .put("height", box.height());
            }
        }
    }

    /** A number as such; what is neither number nor name is refused where every request is. */
    private static Object channel(String typed) {
        return typed != null && typed.matches("[0-9]{1,4}") ? Integer.valueOf(typed) : typed;
    }

    private void words() {
        put(tree, "idempotencyKey", given.idempotencyKey);
        put(tree, "tenant", given.tenant);
        put(tree, "prompt", given.prompt);
        put(tree, "negativePrompt", given.negativePrompt);
        put(tree, "mode", given.mode);
        put(tree, "size", given.size);
        put(tree, "preset", given.preset);
        put(tree, "quantization", given.quantization);
        put(tree, "audioMix", given.audioMix);
        put(tree, "engine", given.engine);
        put(tree, "colorCorrection", given.colorCorrection);
        put(tree, "lengthLimitSeconds", given.lengthLimit);
        if (!given.labels.isEmpty()) {
            ObjectNode labels = tree.putObject("labels");
            given.labels.forEach(labels::put);
        }
        put(tree, "webhook.url", given.webhook);
        put(tree, "webhook.secret", given.webhookSecret);
    }

    private void sampling() {
        put(tree, "sampling.steps", given.steps);
        put(tree, "sampling.shift", given.shift);
        put(tree, "sampling.textGuidance", given.textGuidance);
        put(tree, "sampling.audioGuidance", given.audioGuidance);
        put(tree, "sampling.seed", given.seed);
        put(tree, "sampling.framesPerWindow", given.framesPerWindow);
        put(tree, "sampling.motionFrames", given.motionFrames);
        put(tree, "sampling.trimLastWindow", given.trimLastWindow);
    }

    private void loras() {
        if (given.loras.isEmpty()) {
            return;
        }
        ArrayNode loras = tree.putArray("loras");
        int next = 0;
        for (LoraOption lora : given.loras) {
            Double scale = lora.scale() != null ? lora.scale() : at(given.loraScales, next++);
            ObjectNode node = loras.addObject().put("name", lora.name());
            put(node, "scale", scale);
        }
    }

    private void switches() {
        if (given.teaCache != null || given.teaCacheThreshold != null) {
            put(tree, "teaCache.enabled", true);
            put(tree, "teaCache.threshold", given.teaCache == null ? null : given.teaCache.threshold());
            put(tree, "teaCache.threshold", given.teaCacheThreshold);
        }
        put(tree, "apg.enabled", given.apg);
        put(tree, "apg.momentum", given.apgMomentum);
        put(tree, "apg.normThreshold", given.apgNormThreshold);
        put(tree, "lowVram", given.lowVram);
    }

    private static <T> T at(List<T> list, int index) {
        return index >= 0 && index < list.size() ? list.get(index) : null;
    }

    /** At {@code a} or {@code a.b}; a null changes nothing. */
    private static void put(ObjectNode node, String path, Object value) {
        if (value == null) {
            return;
        }
        int dot = path.indexOf('.');
        if (dot >= 0) {
            put(node.withObjectProperty(path.substring(0, dot)), path.substring(dot + 1), value);
        } else {
            node.set(path, Json.mapper().valueToTree(value));
        }
    }
}
