package dev.parley.multitalk.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.torch.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The 14 B transformer in bfloat16, cut as it is published, as files that are one great hole. */
class RealLayoutTest {
    private static final int SHARDS = 7;
    private static final long MOST_ANONYMOUS_KB = 300 << 10;

    @TempDir
    Path folder;

    @Test
    void opening38GigabytesTakesNextToNoMemory() throws IOException {
        Path index = write();
        try (Torch torch = Torch.open("cpu")) {
            Weights.of(Checkpoint.open(index), torch, null); // the machinery itself is not what is measured
            long before = anonymousKb();

            Checkpoint checkpoint = Checkpoint.open(index);
            Weights weights = Weights.of(checkpoint, torch, null);
            checkpoint.tensors().forEach((key, stored) -> weights.get(key, longs(stored)));
            weights.finish();

            assertThat(checkpoint.tensors()).hasSize(1633);
            assertThat(bytes(checkpoint)).isEqualTo(2 * 18_882_046_784L);
            assertThat(torch.manager().getManagedArrays()).hasSize(1633);
            assertThat(anonymousKb() - before).isLessThan(MOST_ANONYMOUS_KB);
            assertThat(lastElement(weights)).isZero();
        }
    }

    /** Reads what lies furthest back in a file of several gigabytes. */
    private static double lastElement(Weights weights) {
        try (NDArray last =
                weights.get("blocks.39.ffn.2.weight", 5120, 13824).get(5119).get(13823)) {
            return last.toByteBuffer().getShort(0);
        }
    }

    private static long bytes(Checkpoint checkpoint) {
        return checkpoint.tensors().values().stream()
                .mapToLong(stored ->
                        StoredTensor.elements(stored.shape()) * stored.type().bytes())
                .sum();
    }

    private static long[] longs(StoredTensor stored) {
        return stored.shape().stream().mapToLong(Long::longValue).toArray();
    }

    private static long anonymousKb() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("RssAnon"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private Path write() throws IOException {
        Map<String, SafetensorsFile> files = new TreeMap<>();
        Map<String, String> fileOfKey = new LinkedHashMap<>();
        layout().forEach((key, shape) -> {
            boolean audio = key.contains("audio") || key.contains("norm_x");
            String file = audio
                    ? "multitalk.safetensors"
                    : "diffusion_pytorch_model-%05d-of-%05d.safetensors"
                            .formatted(1 + Math.floorMod(key.hashCode(), SHARDS), SHARDS);
            long bytes = 2 * LongStream.of(shape).reduce(1, (a, b) -> a * b);
            files.computeIfAbsent(file, f -> new SafetensorsFile()).tensor(key, "BF16", Arrays.toString(shape), bytes);
            fileOfKey.put(key, file);
        });
        files.forEach((name, file) -> file.write(folder.resolve(name)));
        String map = fileOfKey.entrySet().stream()
                .map(entry -> "\"%s\":\"%s\"".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(","));
        return Files.writeString(
                folder.resolve("diffusion_pytorch_model.safetensors.index.json"),
                "{\"weight_map\":{%s}}".formatted(map));
    }

    private static Map<String, long[]> layout() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        linear(shapes, "patch_embedding", 5120, 36, 1, 2, 2);
        linear(shapes, "text_embedding.0", 5120, 4096);
        linear(shapes, "text_embedding.2", 5120, 5120);
        linear(shapes, "time_embedding.0", 5120, 256);
        linear(shapes, "time_embedding.2", 5120, 5120);
        linear(shapes, "time_projection.1", 30720, 5120);
        linear(shapes, "img_emb.proj.0", 1280);
        linear(shapes, "img_emb.proj.1", 1280, 1280);
        linear(shapes, "img_emb.proj.3", 5120, 1280);
        linear(shapes, "img_emb.proj.4", 5120);
        for (int n = 0; n < 40; n++) {
            block(shapes, "blocks.%d.".formatted(n));
        }
        shapes.put("head.modulation", new long[] {1, 2, 5120});
        linear(shapes, "head.head", 64, 5120);
        linear(shapes, "audio_proj.proj1", 512, 46080);
        linear(shapes, "audio_proj.proj1_vf", 512, 73728);
        linear(shapes, "audio_proj.proj2", 512, 512);
        linear(shapes, "audio_proj.proj3", 24576, 512);
        linear(shapes, "audio_proj.norm", 768);
        return shapes;
    }

    private static void block(Map<String, long[]> shapes, String block) {
        shapes.put(block + "modulation", new long[] {1, 6, 5120});
        for (String name : new String[] {"q", "k", "v", "o"}) {
            linear(shapes, block + "self_attn." + name, 5120, 5120);
        }
        for (String name : new String[] {"q", "k", "v", "o", "k_img", "v_img"}) {
            linear(shapes, block + "cross_attn." + name, 5120, 5120);
        }
        for (String norm : new String[] {
            "self_attn.norm_q", "self_attn.norm_k", "cross_attn.norm_q", "cross_attn.norm_k", "cross_attn.norm_k_img"
        }) {
            shapes.put(block + norm + ".weight", new long[] {5120});
        }
        linear(shapes, block + "norm3", 5120);
        linear(shapes, block + "norm_x", 5120);
        linear(shapes, block + "ffn.0", 13824, 5120);
        linear(shapes, block + "ffn.2", 5120, 13824);
        linear(shapes, block + "audio_cross_attn.q_linear", 5120, 5120);
        linear(shapes, block + "audio_cross_attn.kv_linear", 10240, 768);
        linear(shapes, block + "audio_cross_attn.proj", 5120, 5120);
    }

    private static void linear(Map<String, long[]> shapes, String name, long... weight) {
        shapes.put(name + ".weight", weight);
        shapes.put(name + ".bias", new long[] {weight[0]});
    }
}
