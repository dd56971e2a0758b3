package dev.parley.worker.multitalk;

import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.kit.admission.ModelFolder;
import dev.parley.worker.render.Tensor;
import dev.parley.worker.render.WindowState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** multitalk-tiny beside LoRAs of its size. */
final class LoraModel {
    private static final String LAYER = "diffusion_model.blocks.0.ffn.2.";
    private static final int OUT = 256;
    private static final int IN = 768;

    static ModelFolder in(Path models) throws IOException {
        Path model = Files.createDirectory(models.resolve("tiny"));
        Path original = Path.of("../models/multitalk-tiny").toAbsolutePath().normalize();
        for (String folder : new String[] {"Wan2.1-I2V-14B-480P", "chinese-wav2vec2-base"}) {
            Files.createSymbolicLink(model.resolve(folder), original.resolve(folder));
        }
        Files.createDirectory(model.resolve("loras"));
        return new ModelFolder(models, "tiny");
    }

    /** A LoRA of rank 1. @param in the width of the layer's input that it is made for */
    static void add(ModelFolder folder, String name, int in) throws IOException {
        Map<String, Tensor> pair = Map.of(
                LAYER + "lora_down.weight", Tensor.ofFloats(wave(in), 1, in),
                LAYER + "lora_up.weight", Tensor.ofFloats(wave(OUT), OUT, 1));
        // What is handed over from window to window is a safetensors file, as a LoRA is.
        byte[] file = new WindowState(Engine.MULTITALK, 0, pair).toBytes();
        Files.write(folder.path().resolve("loras").resolve(name + ".safetensors"), file);
    }

    static void add(ModelFolder folder, String name) throws IOException {
        add(folder, name, IN);
    }

    private static float[] wave(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (0.2 * Math.sin(i));
        }
        return values;
    }

    private LoraModel() {}
}
