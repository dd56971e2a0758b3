package dev.parley.multitalk.internal.wav2vec2;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What cannot be derived from the shapes of wav2vec2's tensors, from its {@code config.json}.
 *
 * @param strides of the convolutions, in samples or steps
 * @param positionGroups groups of the positional convolution
 * @param eps of all layer norms
 */
public record SpeechEncoderConfig(List<Long> strides, int heads, int positionGroups, double eps) {
    public SpeechEncoderConfig {
        strides = List.copyOf(strides);
        if (strides.isEmpty() || strides.stream().anyMatch(stride -> stride < 1) || heads < 1 || positionGroups < 1) {
            throw new IllegalArgumentException(
                    "Strides %s, %d heads, %d groups".formatted(strides, heads, positionGroups));
        }
    }

    private static final Gson GSON = new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .create();

    /** What the file may say that would mean a network other than the one written here. */
    private record Json(
            List<Long> convStride,
            int numAttentionHeads,
            int numConvPosEmbeddingGroups,
            double layerNormEps,
            String featExtractNorm,
            String hiddenAct,
            boolean doStableLayerNorm,
            boolean convBias) {
        static final Set<String> NEEDED =
                Set.of("conv_stride", "num_attention_heads", "num_conv_pos_embedding_groups", "layer_norm_eps");

        boolean isBase() {
            return (featExtractNorm == null || featExtractNorm.equals("group"))
                    && (hiddenAct == null || hiddenAct.equals("gelu"))
                    && !doStableLayerNorm
                    && !convBias;
        }
    }

    public static SpeechEncoderConfig read(Path file) throws IOException {
        Json json;
        try (Reader reader = Files.newBufferedReader(file)) {
            JsonObject object = JsonParser.parseReader(reader).getAsJsonObject();
            if (!object.keySet().containsAll(Json.NEEDED)) {
                throw new IllegalArgumentException("%s needs %s".formatted(file, Json.NEEDED));
            }
            json = GSON.fromJson(object, Json.class);
        } catch (JsonParseException | IllegalStateException e) {
            throw new IllegalArgumentException(file + " is no configuration of wav2vec2", e);
        }
        if (!json.isBase()) {
            throw new IllegalArgumentException(
                    "%s is of a wav2vec2 other than the base kind (group norm, gelu, norms behind the layers): %s"
                            .formatted(file, json));
        }
        return new SpeechEncoderConfig(
                json.convStride, json.numAttentionHeads, json.numConvPosEmbeddingGroups, json.layerNormEps);
    }
}
