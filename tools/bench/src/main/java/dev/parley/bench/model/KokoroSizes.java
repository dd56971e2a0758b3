package dev.parley.bench.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keys and shapes of Kokoro-82M's published checkpoint. The file: {@code kokoro/model.py}. */
final class KokoroSizes {
    private static final int TOKENS = 178;
    private static final int POSITIONS = 512;
    private static final int EMBEDDING = 128;
    private static final int BERT = 768;
    private static final int BERT_INNER = 2048;
    private static final int HIDDEN = 512;
    private static final int STYLE = 128;
    private static final int WIDE = 1024;
    private static final int TEXT_BESIDE = 64;
    private static final int MOST_STEPS = 50;
    private static final int SPECTRUM = 22;
    private static final List<Integer> CHANNELS = List.of(512, 256, 128);
    private static final List<Integer> UP_KERNELS = List.of(20, 12);
    private static final List<Integer> NOISE_KERNELS = List.of(12, 1);
    private static final List<Integer> NOISE_BLOCK_KERNELS = List.of(7, 11);
    private static final List<Integer> BLOCK_KERNELS = List.of(3, 7, 11);
    private static final int PAIRS = 3;

    private final Map<String, List<Integer>> tensors = new LinkedHashMap<>();

    private KokoroSizes() {}

    /** Shapes by key, in the file's order. */
    static Map<String, List<Integer>> tensors() {
        KokoroSizes sizes = new KokoroSizes();
        sizes.bert();
        sizes.layer("bert_encoder", HIDDEN, BERT);
        sizes.predictor();
        sizes.decoder();
        sizes.generator("decoder.generator.");
        sizes.textEncoder();
        return sizes.tensors;
    }

    private void tensor(String key, Integer... shape) {
        tensors.put(key, List.of(shape));
    }

    private void layer(String key, Integer... shape) {
        tensor(key + ".weight", shape);
        tensor(key + ".bias", shape[0]);
    }

    private void norm(String key, int width) {
        layer(key, width);
    }

    private void normed(String key, int out, int in, int kernel) {
        tensor(key + ".weight_g", out, 1, 1);
        tensor(key + ".weight_v", out, in, kernel);
        tensor(key + ".bias", out);
    }

    private void styled(String key, int channels) {
        layer(key + ".fc", 2 * channels, STYLE);
    }

    private void lstm(String key, int in) {
        int out = HIDDEN / 2;
        for (String direction : List.of("", "_reverse")) {
            tensor(key + ".weight_ih_l0" + direction, 4 * out, in);
            tensor(key + ".weight_hh_l0" + direction, 4 * out, out);
            tensor(key + ".bias_ih_l0" + direction, 4 * out);
            tensor(key + ".bias_hh_l0" + direction, 4 * out);
        }
    }

    private void bert() {
        String embeddings = "bert.embeddings.";
        tensor(embeddings + "word_embeddings.weight", TOKENS, EMBEDDING);
        tensor(embeddings + "position_embeddings.weight", POSITIONS, EMBEDDING);
        tensor(embeddings + "token_type_embeddings.weight", 2, EMBEDDING);
        norm(embeddings + "LayerNorm", EMBEDDING);
        layer("bert.encoder.embedding_hidden_mapping_in", BERT, EMBEDDING);
        String layer = "bert.encoder.albert_layer_groups.0.albert_layers.0.";
        for (String part : List.of("query", "key", "value", "dense")) {
            layer(layer + "attention." + part, BERT, BERT);
        }
        norm(layer + "attention.LayerNorm", BERT);
        layer(layer + "ffn", BERT_INNER, BERT);
        layer(layer + "ffn_output", BERT, BERT_INNER);
        norm(layer + "full_layer_layer_norm", BERT);
    }

    private void predictor() {
        for (int n = 0; n < 3; n++) {
            lstm("predictor.text_encoder.lstms." + 2 * n, HIDDEN + STYLE);
            styled("predictor.text_encoder.lstms." + (2 * n + 1), HIDDEN);
        }
        lstm("predictor.lstm", HIDDEN + STYLE);
        layer("predictor.duration_proj.linear_layer", MOST_STEPS, HIDDEN);
        lstm("predictor.shared", HIDDEN + STYLE);
        for (String curve : List.of("predictor.F0", "predictor.N")) {
            block(curve + ".0", HIDDEN, HIDDEN, false);
            block(curve + ".1", HIDDEN, HIDDEN / 2, true);
            block(curve + ".2", HIDDEN / 2, HIDDEN / 2, false);
            layer(curve + "_proj", 1, HIDDEN / 2, 1);
        }
    }

    private void block(String key, int in, int out, boolean doubles) {
        normed(key + ".conv1", out, in, 3);
        normed(key + ".conv2", out, out, 3);
        styled(key + ".norm1", in);
        styled(key + ".norm2", out);
        if (in != out) {
            tensor(key + ".conv1x1.weight_g", out, 1, 1);
            tensor(key + ".conv1x1.weight_v", out, in, 1);
        }
        if (doubles) {
            normed(key + ".pool", in, 1, 3);
        }
    }

    private void decoder() {
        int beside = WIDE + TEXT_BESIDE + 2;
        block("decoder.encode", HIDDEN + 2, WIDE, false);
        for (int n = 0; n < 3; n++) {
            block("decoder.decode." + n, beside, WIDE, false);
        }
        block("decoder.decode.3", beside, HIDDEN, true);
        normed("decoder.F0_conv", 1, 1, 3);
        normed("decoder.N_conv", 1, 1, 3);
        normed("decoder.asr_res.0", TEXT_BESIDE, HIDDEN, 1);
    }

    private void generator(String key) {
        layer(key + "m_source.l_linear", 1, 9);
        for (int n = 0; n < UP_KERNELS.size(); n++) {
            int in = CHANNELS.get(n);
            int out = CHANNELS.get(n + 1);
            tensor(key + "ups." + n + ".weight_g", in, 1, 1);
            tensor(key + "ups." + n + ".weight_v", in, out, UP_KERNELS.get(n));
            tensor(key + "ups." + n + ".bias", out);
            layer(key + "noise_convs." + n, out, SPECTRUM, NOISE_KERNELS.get(n));
            snake(key + "noise_res." + n, out, NOISE_BLOCK_KERNELS.get(n));
            for (int kind = 0; kind < BLOCK_KERNELS.size(); kind++) {
                snake(key + "resblocks." + (n * BLOCK_KERNELS.size() + kind), out, BLOCK_KERNELS.get(kind));
            }
        }
        normed(key + "conv_post", SPECTRUM, CHANNELS.get(2), 7);
    }

    private void snake(String key, int channels, int kernel) {
        for (int n = 0; n < PAIRS; n++) {
            for (int part = 1; part <= 2; part++) {
                normed(key + ".convs" + part + "." + n, channels, channels, kernel);
                styled(key + ".adain" + part + "." + n, channels);
                tensor(key + ".alpha" + part + "." + n, 1, channels, 1);
            }
        }
    }

    private void textEncoder() {
        for (int n = 0; n < 3; n++) {
            normed("text_encoder.cnn." + n + ".0", HIDDEN, HIDDEN, 5);
            tensor("text_encoder.cnn." + n + ".1.gamma", HIDDEN);
            tensor("text_encoder.cnn." + n + ".1.beta", HIDDEN);
        }
        tensor("text_encoder.embedding.weight", TOKENS, HIDDEN);
        lstm("text_encoder.lstm", HIDDEN);
    }
}
