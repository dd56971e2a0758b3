package dev.parley.bench.layout;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.checkpoint.SafetensorsWriter;
import dev.parley.multitalk.internal.checkpoint.SafetensorsWriter.Planned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Writes a model's folder as the published one is: the same files, keys, types and shards. */
final class PublishedLayout {
    private static final String WAN = "Wan2.1-I2V-14B-480P/";
    private static final String SPEECH = "chinese-wav2vec2-base/";
    private static final String AUDIO = "multitalk.safetensors";
    private static final String LORAS = "loras/";
    private static final String SHARD = "diffusion_pytorch_model-%05d-of-%05d.safetensors";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final LayoutSizes sizes;
    private final TorchType ditType;
    private final int shards;
    private final FillValues values = new FillValues();

    /** @param ditType of the video model's file; F32 in the published one, whose audio layers are BF16 */
    PublishedLayout(LayoutSizes sizes, TorchType ditType, int shards) {
        this.sizes = sizes;
        this.ditType = ditType;
        this.shards = shards;
    }

    /** What {@link #write} takes on a disk, without a few small files. */
    long bytes() {
        return bytes(files().values().stream().flatMap(List::stream).toList());
    }

    private static long bytes(Collection<Planned> tensors) {
        return tensors.stream().mapToLong(Planned::bytes).sum();
    }

    /**
     * Writes the folder.
     *
     * @param folder empty, or not there yet
     * @param tokenizer folder of umT5's tokenizer, which is copied
     * @param written is told each file once it is complete
     */
    void write(Path folder, Path tokenizer, Consumer<Path> written) throws IOException {
        copy(tokenizer, Files.createDirectories(folder.resolve(WAN + "google/umt5-xxl")));
        Files.createDirectories(folder.resolve(SPEECH));
        Files.createDirectories(folder.resolve(LORAS));
        JSON.writeValue(folder.resolve(WAN + "config.json").toFile(), ditConfig());
        JSON.writeValue(
                folder.resolve(SPEECH + "config.json").toFile(), sizes.speech().config());
        JSON.writeValue(
                folder.resolve(WAN + "diffusion_pytorch_model.safetensors.index.json")
                        .toFile(),
                index(dit()));
        for (Map.Entry<String, List<Planned>> planned : files().entrySet()) {
            Path file = folder.resolve(planned.getKey());
            if (planned.getKey().endsWith(".pth")) {
                TorchZipWriter.write(file, planned.getValue(), values);
            } else {
                new SafetensorsWriter(file, planned.getValue()).write(Map.of("format", "pt"), values);
            }
            written.accept(file);
        }
    }

    /** All files with tensors, by their paths in the folder. */
    private Map<String, List<Planned>> files() {
        Map<String, List<Planned>> files = new LinkedHashMap<>();
        dit().forEach((name, tensors) -> files.put(WAN + name, tensors));
        files.put(WAN + "models_t5_umt5-xxl-enc-bf16.pth", plan(sizes.text().tensors(), TorchType.BF16));
        files.put(
                WAN + "models_clip_open-clip-xlm-roberta-large-vit-huge-14.pth",
                plan(sizes.clip().tensors(), TorchType.F32));
        files.put(WAN + "Wan2.1_VAE.pth", plan(sizes.vae().tensors(), TorchType.F32));
        files.put(SPEECH + "model.safetensors", plan(sizes.speech().tensors(), TorchType.F32));
        files.put(LORAS + "Wan2.1_I2V_14B_FusionX_LoRA.safetensors", lora(true));
        files.put(LORAS + "Wan21_T2V_14B_lightx2v_cfg_step_distill_lora_rank32.safetensors", lora(false));
        return files;
    }

    private List<Planned> lora(boolean image) {
        return plan(new LoraSizes(sizes.dit(), LoraSizes.RANK, image).tensors(), TorchType.BF16);
    }

    /** The files of the video model, in Wan's folder. */
    private Map<String, List<Planned>> dit() {
        Map<String, List<Planned>> files = new LinkedHashMap<>();
        List<List<Planned>> parts = shards(dit(false));
        for (int i = 0; i < parts.size(); i++) {
            files.put(SHARD.formatted(i + 1, parts.size()), parts.get(i));
        }
        files.put(AUDIO, dit(true));
        return files;
    }

    private static Map<String, Object> index(Map<String, List<Planned>> files) {
        Map<String, String> fileOfKey = new TreeMap<>();
        files.forEach((name, tensors) -> tensors.forEach(tensor -> fileOfKey.put(tensor.key(), name)));
        long total = files.values().stream().mapToLong(PublishedLayout::bytes).sum();
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("metadata", Map.of("total_size", total));
        index.put("weight_map", fileOfKey);
        return index;
    }

    private List<Planned> dit(boolean audio) {
        return plan(sizes.dit().tensors(), audio ? TorchType.BF16 : ditType).stream()
                .filter(tensor -> DitSizes.isAudio(tensor.key()) == audio)
                .toList();
    }

    /** Parts that follow one another, of about the same size. */
    private List<List<Planned>> shards(List<Planned> tensors) {
        long all = bytes(tensors);
        List<List<Planned>> parts = new ArrayList<>();
        long before = 0;
        for (Planned tensor : tensors) {
            int part = (int) Math.min(shards - 1, before * shards / all);
            while (parts.size() <= part) {
                parts.add(new ArrayList<>());
            }
            parts.get(part).add(tensor);
            before += tensor.bytes();
        }
        parts.removeIf(List::isEmpty);
        return parts;
    }

    private static List<Planned> plan(TensorTable tensors, TorchType type) {
        return tensors.shapes().entrySet().stream()
                .map(tensor -> new Planned(tensor.getKey(), type, tensor.getValue()))
                .toList();
    }

    private Map<String, Object> ditConfig() {
        DitSizes dit = sizes.dit();
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("_class_name", "WanModel");
        config.put("model_type", "i2v");
        config.put("dim", dit.width());
        config.put("eps", DitSizes.EPS);
        config.put("ffn_dim", dit.hidden());
        config.put("freq_dim", DitSizes.FREQUENCIES);
        config.put("in_dim", 2 * DitSizes.LATENT_CHANNELS + DitSizes.MASK_CHANNELS);
        config.put("num_heads", dit.heads());
        config.put("num_layers", dit.layers());
        config.put("out_dim", DitSizes.LATENT_CHANNELS);
        config.put("text_len", DitSizes.TEXT_TOKENS);
        if (!sizes.isPublished()) { // the published file leaves these to the program
            config.put("text_dim", dit.inputs().text());
            config.put("intermediate_dim", dit.inputs().audioHidden());
            config.put("output_dim", dit.inputs().audio());
        }
        return config;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.newDirectoryStream(from)) {
            for (Path file : files) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
