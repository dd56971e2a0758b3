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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Writes a model's folder as the published one is: the same files, keys, types and shards. */
final class PublishedLayout {
    private static final String AUDIO = "multitalk.safetensors";
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
        long audio = dit(true).stream().mapToLong(Planned::bytes).sum();
        long base = dit(false).stream().mapToLong(Planned::bytes).sum();
        return audio
                + base
                + TorchType.BF16.bytes() * sizes.text().tensors().count()
                + TorchType.F32.bytes()
                        * (sizes.clip().tensors().count()
                                + sizes.vae().tensors().count()
                                + sizes.speech().tensors().count());
    }

    /**
     * Writes the folder.
     *
     * @param folder empty, or not there yet
     * @param tokenizer folder of umT5's tokenizer, which is copied
     * @param written is told each file once it is complete
     */
    void write(Path folder, Path tokenizer, Consumer<Path> written) throws IOException {
        Path wan = Files.createDirectories(folder.resolve("Wan2.1-I2V-14B-480P"));
        Path speech = Files.createDirectories(folder.resolve("chinese-wav2vec2-base"));
        JSON.writeValue(wan.resolve("config.json").toFile(), ditConfig());
        JSON.writeValue(speech.resolve("config.json").toFile(), sizes.speech().config());
        copy(tokenizer, Files.createDirectories(wan.resolve("google/umt5-xxl")));
        dit(wan, written);
        pickle(wan.resolve("models_t5_umt5-xxl-enc-bf16.pth"), plan(sizes.text().tensors(), TorchType.BF16), written);
        pickle(
                wan.resolve("models_clip_open-clip-xlm-roberta-large-vit-huge-14.pth"),
                plan(sizes.clip().tensors(), TorchType.F32),
                written);
        pickle(wan.resolve("Wan2.1_VAE.pth"), plan(sizes.vae().tensors(), TorchType.F32), written);
        safetensors(speech.resolve("model.safetensors"), plan(sizes.speech().tensors(), TorchType.F32), written);
    }

    private void dit(Path wan, Consumer<Path> written) throws IOException {
        Map<String, String> fileOfKey = new TreeMap<>();
        List<List<Planned>> parts = shards(dit(false));
        for (int i = 0; i < parts.size(); i++) {
            String name = SHARD.formatted(i + 1, parts.size());
            parts.get(i).forEach(tensor -> fileOfKey.put(tensor.key(), name));
            safetensors(wan.resolve(name), parts.get(i), written);
        }
        List<Planned> audio = dit(true);
        audio.forEach(tensor -> fileOfKey.put(tensor.key(), AUDIO));
        safetensors(wan.resolve(AUDIO), audio, written);
        long total =
                parts.stream().flatMap(List::stream).mapToLong(Planned::bytes).sum()
                        + audio.stream().mapToLong(Planned::bytes).sum();
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("metadata", Map.of("total_size", total));
        index.put("weight_map", fileOfKey);
        Path file = wan.resolve("diffusion_pytorch_model.safetensors.index.json");
        JSON.writeValue(file.toFile(), index);
        written.accept(file);
    }

    private List<Planned> dit(boolean audio) {
        return plan(sizes.dit().tensors(), audio ? TorchType.BF16 : ditType).stream()
                .filter(tensor -> DitSizes.isAudio(tensor.key()) == audio)
                .toList();
    }

    /** Parts that follow one another, of about the same size. */
    private List<List<Planned>> shards(List<Planned> tensors) {
        long all = tensors.stream().mapToLong(Planned::bytes).sum();
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

    private void safetensors(Path file, List<Planned> tensors, Consumer<Path> written) throws IOException {
        new SafetensorsWriter(file, tensors).write(Map.of("format", "pt"), values);
        written.accept(file);
    }

    private void pickle(Path file, List<Planned> tensors, Consumer<Path> written) throws IOException {
        TorchZipWriter.write(file, tensors, values);
        written.accept(file);
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
