package dev.parley.bench.layout;

import java.util.List;

/**
 * The sizes of a LoRA for the video model, keyed as those for Wan are: two factors for the weight of a linear layer, a
 * difference for its bias and for the weight of a norm. MultiTalk's audio layers have none.
 *
 * @param rank of the factors
 * @param image whether the layers for a picture's features have factors; LoRAs made for Wan's text-to-video model lack them
 */
record LoraSizes(DitSizes dit, int rank, boolean image) {
    /** As that of {@code ..._lora_rank32}. */
    static final int RANK = 32;

    private static final String MODEL = "diffusion_model.";
    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";
    private static final String IMAGE = "_img";

    TensorTable tensors() {
        TensorTable tensors = new TensorTable();
        dit.tensors().shapes().forEach((key, shape) -> {
            if (key.startsWith("blocks.") && !DitSizes.isAudio(key) && (image || !key.contains(IMAGE))) {
                change(tensors, key, shape);
            }
        });
        return tensors;
    }

    private void change(TensorTable tensors, String key, List<Long> shape) {
        if (key.endsWith(BIAS)) {
            tensors.tensor(MODEL + layer(key, BIAS) + ".diff_b", shape.get(0));
        } else if (key.endsWith(WEIGHT) && shape.size() == 1) {
            tensors.tensor(MODEL + layer(key, WEIGHT) + ".diff", shape.get(0));
        } else if (key.endsWith(WEIGHT)) {
            String layer = MODEL + layer(key, WEIGHT);
            tensors.tensor(layer + ".lora_down.weight", rank, shape.get(1));
            tensors.tensor(layer + ".lora_up.weight", shape.get(0), rank);
        }
    }

    private static String layer(String key, String ending) {
        return key.substring(0, key.length() - ending.length());
    }
}
