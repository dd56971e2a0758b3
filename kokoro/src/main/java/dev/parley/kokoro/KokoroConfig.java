package dev.parley.kokoro;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code config.json} says of the model and its weights do not.
 *
 * @param vocab ids by phoneme
 * @param heads of the text encoder's attention
 * @param layers how often its one layer is applied
 * @param positions the most tokens that it tells apart
 * @param rates how much longer each stage of the generator makes its input
 * @param fftSize samples that the last step's spectra are of
 * @param hop samples between them
 */
record KokoroConfig(
        Map<Integer, Integer> vocab,
        int heads,
        int layers,
        int positions,
        List<Integer> rates,
        List<List<Integer>> dilations,
        int fftSize,
        int hop) {
    private static final Gson GSON = new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .create();

    KokoroConfig {
        vocab = Map.copyOf(vocab);
        rates = List.copyOf(rates);
        dilations = List.copyOf(dilations);
    }

    /** Samples of a step of the pitch. */
    int samplesPerPitch() {
        return rates.stream().reduce(1, Math::multiplyExact) * hop;
    }

    private record Json(Map<String, Integer> vocab, Plbert plbert, Istftnet istftnet) {}

    private record Plbert(int numAttentionHeads, int numHiddenLayers, int maxPositionEmbeddings) {}

    private record Istftnet(
            List<Integer> upsampleRates,
            List<List<Integer>> resblockDilationSizes,
            int genIstftNFft,
            int genIstftHopSize) {}

    /** @throws IllegalArgumentException when the file is no configuration of Kokoro */
    static KokoroConfig read(Path file) throws IOException {
        Json json;
        try (Reader reader = Files.newBufferedReader(file)) {
            json = GSON.fromJson(reader, Json.class);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException(file + " is no configuration of Kokoro", e);
        }
        if (json == null || json.vocab == null || json.plbert == null || json.istftnet == null) {
            throw new IllegalArgumentException(
                    file + " is no configuration of Kokoro: it needs vocab, plbert, istftnet");
        }
        Map<Integer, Integer> vocab = new HashMap<>();
        json.vocab.forEach((phoneme, id) -> vocab.put(phoneme.codePointAt(0), id));
        Istftnet net = json.istftnet;
        boolean sane = json.plbert.numAttentionHeads > 0
                && json.plbert.numHiddenLayers > 0
                && json.plbert.maxPositionEmbeddings > 2
                && net.upsampleRates != null
                && net.upsampleRates.stream().allMatch(rate -> rate != null && rate > 0 && rate <= 100)
                && net.resblockDilationSizes != null
                && net.genIstftNFft > 0
                && net.genIstftHopSize > 0;
        if (!sane) {
            throw new IllegalArgumentException(
                    "%s has sizes that no Kokoro has: %s, %s".formatted(file, json.plbert, net));
        }
        return new KokoroConfig(
                vocab,
                json.plbert.numAttentionHeads,
                json.plbert.numHiddenLayers,
                json.plbert.maxPositionEmbeddings,
                net.upsampleRates,
                net.resblockDilationSizes,
                net.genIstftNFft,
                net.genIstftHopSize);
    }
}
