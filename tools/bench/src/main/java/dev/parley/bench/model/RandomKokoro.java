package dev.parley.bench.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A folder as Kokoro's published one, of random weights that speak about as fast as people do. */
final class RandomKokoro {
    /** Written to both halves of the style. */
    private static final int VOICE_NUMBERS = 510 * 256;

    private static final float SPREAD = 0.02f;
    /** Of the 50 chances of one more step (25 ms), so many come true: about three. */
    private static final float DURATION_BIAS = -2.75f;

    private static final float PITCH = 150;

    private static final String PHONEMES =
            ";:,.!?—…\"()“” ʣʥʦʨᵝꭧAIOQSTWYᵊabcdefhijklmnopqrstuvwxyzɑɐɒæβɔɕçɖðʤəɚɛɜɟɡɥɨɪʝɯɰŋɳɲɴøɸθœɹɾɻʁɽʂʃʈʧʊʋʌɣɤχʎʒʔˈˌːᵻ";

    private final Random random = new Random(1);

    /** @return how many weights there are */
    static long write(Path folder) throws IOException {
        RandomKokoro kokoro = new RandomKokoro();
        Files.writeString(folder.resolve("config.json"), config(), StandardCharsets.UTF_8);
        kokoro.file(Files.createDirectories(folder.resolve("voices")).resolve("af_random.bin"), kokoro.voice());
        return kokoro.checkpoint(folder.resolve("kokoro-v1_0.safetensors"), KokoroSizes.tensors());
    }

    private static String config() throws IOException {
        Map<String, Integer> vocab = new LinkedHashMap<>();
        PHONEMES.codePoints().forEach(phoneme -> vocab.put(Character.toString(phoneme), vocab.size() + 1));
        return new ObjectMapper()
                .writeValueAsString(Map.of(
                        "vocab",
                        vocab,
                        "plbert",
                        Map.of("num_attention_heads", 12, "num_hidden_layers", 12, "max_position_embeddings", 512),
                        "istftnet",
                        Map.of(
                                "upsample_rates",
                                List.of(10, 6),
                                "resblock_dilation_sizes",
                                List.of(List.of(1, 3, 5), List.of(1, 3, 5), List.of(1, 3, 5)),
                                "gen_istft_n_fft",
                                20,
                                "gen_istft_hop_size",
                                5)));
    }

    private float[] voice() {
        return normal(VOICE_NUMBERS, 0.1f);
    }

    private float[] normal(int count, float spread) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = spread * (float) random.nextGaussian();
        }
        return values;
    }

    private void file(Path file, float[] values) throws IOException {
        Files.write(file, bytes(values));
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private long checkpoint(Path file, Map<String, List<Integer>> tensors) throws IOException {
        Map<String, Object> header = new LinkedHashMap<>();
        long end = 0;
        for (Map.Entry<String, List<Integer>> tensor : tensors.entrySet()) {
            long begin = end;
            end += (long) Float.BYTES * count(tensor.getValue());
            header.put(
                    tensor.getKey(),
                    Map.of("dtype", "F32", "shape", tensor.getValue(), "data_offsets", List.of(begin, end)));
        }
        String text = new ObjectMapper().writeValueAsString(header);
        byte[] json =
                (text + " ".repeat((8 - text.length() % 8) % 8)).getBytes(StandardCharsets.UTF_8); // aligns values
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(json.length)
                    .array());
            out.write(json);
            for (Map.Entry<String, List<Integer>> tensor : tensors.entrySet()) {
                out.write(bytes(values(tensor.getKey(), count(tensor.getValue()))));
            }
        }
        return end / Float.BYTES;
    }

    private static int count(List<Integer> shape) {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    private float[] values(String key, int count) {
        float[] values = normal(count, SPREAD);
        float around = around(key);
        for (int i = 0; i < count; i++) {
            values[i] += around;
        }
        return values;
    }

    private static float around(String key) {
        if (key.equals("predictor.duration_proj.linear_layer.bias")) {
            return DURATION_BIAS;
        }
        if (key.equals("predictor.F0_proj.bias")) {
            return PITCH;
        }
        boolean factor = key.endsWith("weight_g")
                || key.endsWith("gamma")
                || key.contains("alpha")
                || key.endsWith("orm.weight");
        return factor ? 1 : 0;
    }
}
