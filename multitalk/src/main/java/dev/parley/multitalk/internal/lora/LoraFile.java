package dev.parley.multitalk.internal.lora;

import dev.parley.multitalk.Lora;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.StoredTensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A LoRA file in the format used for Wan: keys {@code diffusion_model.LAYER} followed by
 * {@code .lora_down.weight} and {@code .lora_up.weight}, {@code .diff} or {@code .diff_b}. The
 * reference ignores all other keys, including {@code .alpha} and {@code .diff_m}.
 *
 * @param ignored keys without effect
 */
record LoraFile(Lora lora, List<Change> changes, List<String> ignored) {
    private static final String MODEL = "diffusion_model.";
    private static final String DOWN = ".lora_down.weight";
    private static final String UP = ".lora_up.weight";
    private static final String DIFFERENCE = ".diff";
    private static final String BIAS_DIFFERENCE = ".diff_b";

    static LoraFile read(Lora lora) throws IOException {
        Map<String, StoredTensor> tensors = Checkpoint.open(lora.file()).tensors();
        LoraFile file = new LoraFile(lora, new ArrayList<>(), new ArrayList<>());
        tensors.forEach((key, tensor) -> file.sort(key, tensor, tensors));
        return file;
    }

    String name() {
        return lora.file().getFileName().toString();
    }

    private void sort(String key, StoredTensor tensor, Map<String, StoredTensor> tensors) {
        if (!key.startsWith(MODEL)) {
            ignored.add(key);
        } else if (key.endsWith(DOWN) && tensors.containsKey(key(layer(key, DOWN), UP))) {
            String layer = layer(key, DOWN);
            changes.add(new Change.LowRank(layer, tensors.get(key(layer, UP)), tensor, lora.scale()));
        } else if (key.endsWith(DIFFERENCE)) {
            changes.add(new Change.Difference(layer(key, DIFFERENCE), "weight", tensor, lora.scale()));
        } else if (key.endsWith(BIAS_DIFFERENCE)) {
            changes.add(new Change.Difference(layer(key, BIAS_DIFFERENCE), "bias", tensor, lora.scale()));
        } else if (!key.endsWith(UP) || !tensors.containsKey(key(layer(key, UP), DOWN))) {
            ignored.add(key);
        }
    }

    private static String layer(String key, String ending) {
        return key.substring(MODEL.length(), Math.max(MODEL.length(), key.length() - ending.length()));
    }

    private static String key(String layer, String ending) {
        return MODEL + layer + ending;
    }
}
