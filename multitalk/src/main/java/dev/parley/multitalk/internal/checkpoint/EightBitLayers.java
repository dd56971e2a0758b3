package dev.parley.multitalk.internal.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.Quantization;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which linear layers have eight-bit weights: because the checkpoint stores them so, or because loading quantizes them. */
public final class EightBitLayers {
    /** What the key of a scale that is 1 ends in, behind the layer's name: inputs are not quantized. */
    public static final String INPUT_SCALE = ".input_scale";

    /** As {@link #INPUT_SCALE}, of outputs. */
    public static final String OUTPUT_SCALE = ".output_scale";

    private static final String DATA = "._data";
    private static final String SCALE = "._scale";

    /** FP8 leaves some layers of so many of the blocks in floats: of the first third. */
    private static final int ONE_OF = 3;

    /** Which of these lose most to three bits behind the point (docs/performance.md). */
    private static final Pattern LOSES_IN_FP8 = Pattern.compile("blocks\\.(\\d+)\\.(ffn\\.0|self_attn\\.[vo])");

    /** No layer. */
    public static final EightBitLayers NONE = new EightBitLayers(Set.of(), layer -> false, Kind.INT8);

    /** The format of weights and inputs. */
    public enum Kind {
        /** Integers with a scale for each row; inputs stay floats. */
        INT8,
        /** As {@link #INT8}; inputs are quantized to integers for multiplication. */
        INT8_DYNAMIC,
        /** Floats of eight bits (E4M3), inputs too. A checkpoint's integers never become these. */
        FP8
    }

    private final Set<String> stored;
    private final Predicate<String> quantized;
    private final Kind kind;

    private EightBitLayers(Set<String> stored, Predicate<String> quantized, Kind kind) {
        this.stored = stored;
        this.quantized = quantized;
        this.kind = kind;
    }

    /** Layers of a checkpoint in higher precision, quantized when it is loaded. */
    public static EightBitLayers quantizing(Predicate<String> layers) {
        return new EightBitLayers(Set.of(), layers, Kind.INT8);
    }

    /** As {@link #quantizing}, the layers of all blocks: those of a DiT and of a text encoder. */
    public static EightBitLayers quantizingBlocks() {
        return quantizing(EightBitLayers::isOfBlocks);
    }

    /**
     * What loading makes of a network in higher precision. Of the transformer's first blocks {@link Quantization#FP8} leaves
     * those layers in floats whose rounding costs most: what the first blocks get wrong passes through all others.
     *
     * @param blocks of the network
     */
    public static EightBitLayers quantizing(Quantization quantization, int blocks) {
        return switch (quantization) {
            case NONE -> NONE;
            case INT8 -> quantizingBlocks();
            case INT8_DYNAMIC -> quantizingBlocks().as(Kind.INT8_DYNAMIC);
            case FP8 ->
                quantizing(layer -> isOfBlocks(layer) && !losesInFp8(layer, blocks))
                        .as(Kind.FP8);
        };
    }

    private static boolean losesInFp8(String layer, int blocks) {
        Matcher loser = LOSES_IN_FP8.matcher(layer);
        return loser.matches() && Integer.parseInt(loser.group(1)) < blocks / ONE_OF;
    }

    /** Whether a linear layer can be in eight bits: whether it is one of a block. */
    public static boolean isOfBlocks(String layer) {
        return layer.startsWith("blocks.");
    }

    /** The key under which the eight-bit data of a weight are stored. */
    public static String data(String key) {
        return key + DATA;
    }

    /** The key of the scale that belongs to {@link #data}. */
    public static String scale(String key) {
        return key + SCALE;
    }

    /** The key of the weight whose {@link #data} or {@link #scale} a key is of. */
    public static Optional<String> weight(String key) {
        return Stream.of(DATA, SCALE)
                .filter(key::endsWith)
                .map(ending -> key.substring(0, key.length() - ending.length()))
                .findFirst();
    }

    /** The layers that a checkpoint stores as eight-bit floats: all whose weight has data. */
    public static EightBitLayers storedFp8(Checkpoint checkpoint) {
        String ending = data(".weight");
        Set<String> layers = new TreeSet<>();
        for (String key : checkpoint.tensors().keySet()) {
            if (key.endsWith(ending)) {
                layers.add(key.substring(0, key.length() - ending.length()));
            }
        }
        return new EightBitLayers(layers, layer -> false, Kind.FP8);
    }

    /** Writes a map that {@link #stored} reads; it appears under its name complete. */
    public static void write(Path map, Set<String> layers) throws IOException {
        JsonObject json = new JsonObject();
        for (String layer : new TreeSet<>(layers)) {
            JsonObject kind = new JsonObject();
            kind.addProperty("weights", "qint8");
            kind.addProperty("activations", "none");
            json.add(layer, kind);
        }
        Path unfinished = map.resolveSibling("." + map.getFileName() + ".unfinished");
        try {
            Files.writeString(unfinished, json.toString());
            Files.move(unfinished, map, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /**
     * The layers of a checkpoint by quanto, as its map lists them:
     * {@code {"blocks.0.ffn.0": {"weights": "qint8", "activations": "none"}}}.
     *
     * @throws CheckpointException if it is not such a map or requires another kind of quantization
     */
    public static EightBitLayers stored(Path map) throws IOException {
        return new EightBitLayers(read(map), layer -> false, Kind.INT8);
    }

    /**
     * The same layers in another eight-bit format.
     *
     * @throws IllegalArgumentException for {@link Kind#FP8} if the checkpoint stores integers
     */
    public EightBitLayers as(Kind other) {
        if (other == Kind.FP8 && !stored.isEmpty()) {
            throw new IllegalArgumentException("FP8 is made of a checkpoint in higher precision, not of one in int8");
        }
        return new EightBitLayers(stored, quantized, other);
    }

    /** The layers that the checkpoint stores in eight bits. */
    Set<String> stored() {
        return stored;
    }

    /** Whether loading quantizes a layer. */
    public boolean quantizes(String layer) {
        return quantized.test(layer);
    }

    Kind kind() {
        return kind;
    }

    private static String advice(String weights) {
        return weights.startsWith("qfloat8")
                ? "; weights in FP8 are made of a model's floats, by parley models convert --to fp8"
                : "";
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
                            "%s: %s has weights %s and activations %s: only qint8 and none are read%s"
                                    .formatted(map, layer.getKey(), weights, activations, advice(weights)));
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
                    "%s is no map of quantized layers: it needs {layer: {\"weights\": \"qint8\", \"activations\": \"none\"}}"
                            .formatted(map),
                    e);
        }
    }
}
