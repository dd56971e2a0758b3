package dev.parley.multitalk.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Which linear layers have weights in eight bits: those that a checkpoint holds so, or those that loading makes so. */
public final class Int8Layers {
    /** No layer. */
    public static final Int8Layers NONE = new Int8Layers(Set.of(), layer -> false, false);

    private final Set<String> stored;
    private final Predicate<String> quantised;
    private final boolean dynamic;

    private Int8Layers(Set<String> stored, Predicate<String> quantised, boolean dynamic) {
        this.stored = stored;
        this.quantised = quantised;
        this.dynamic = dynamic;
    }

    /** Layers of a checkpoint in higher precision, quantised when it is loaded. */
    public static Int8Layers quantising(Predicate<String> layers) {
        return new Int8Layers(Set.of(), layers, false);
    }

    /**
     * The layers of a checkpoint by quanto, as its map lists them:
     * {@code {"blocks.0.ffn.0": {"weights": "qint8", "activations": "none"}}}.
     *
     * @throws CheckpointException when it is no such map or asks for another kind of quantisation
     */
    public static Int8Layers stored(Path map) throws IOException {
        return new Int8Layers(read(map), layer -> false, false);
    }

    /** The layers that a map of quanto lists, quantised when a checkpoint in higher precision is loaded. */
    public static Int8Layers quantisingAsIn(Path map) throws IOException {
        Set<String> layers = read(map);
        return new Int8Layers(Set.of(), layers::contains, false);
    }

    /** The same layers; what is multiplied with them is quantised too, while they are computed. */
    public Int8Layers withDynamicInputs() {
        return new Int8Layers(stored, quantised, true);
    }

    /** All layers that the checkpoint holds in eight bits. */
    Set<String> stored() {
        return stored;
    }

    boolean quantises(String layer) {
        return quantised.test(layer);
    }

    boolean hasDynamicInputs() {
        return dynamic;
    }

    private static Set<String> read(Path map) throws IOException {
        Set<String> layers = new TreeSet<>();
        try (Reader reader = Files.newBufferedReader(map)) {
            for (Map.Entry<String, JsonElement> layer :
                    JsonParser.parseReader(reader).getAsJsonObject().entrySet()) {
                JsonObject kind = layer.getValue().getAsJsonObject();
                String weights = kind.get("weights").getAsString();
                String activations = kind.get("activations").getAsString();
                if (!weights.equals("qint8") || !activations.equals("none")) {
                    throw new CheckpointException(
                            "%s: %s has weights %s and activations %s: only qint8 and none are read"
                                    .formatted(map, layer.getKey(), weights, activations));
                }
                layers.add(layer.getKey());
            }
            return layers;
        } catch (JsonParseException
                | ClassCastException
                | IllegalStateException
                | NullPointerException
                | UnsupportedOperationException e) {
            throw new CheckpointException(
                    "%s is no map of quantised layers: it needs {layer: {\"weights\": \"qint8\", \"activations\": \"none\"}}"
                            .formatted(map),
                    e);
        }
    }
}
