package dev.parley.multitalk.internal.dit;

import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import java.util.ArrayList;
import java.util.List;

/** Which of Wan's models a transformer is, by its headers: one that was made for something else may have all the same layers. */
public final class BaseModel {
    private static final String PATCH = "patch_embedding.weight"; // (width, channels, frames, rows, columns)
    private static final String HEAD = "head.head.weight"; // (channels * patch, width)

    private BaseModel() {}

    /**
     * @throws CheckpointException naming what the transformer is, if it is none that renders a picture that speaks
     */
    public static void require(Checkpoint transformer, DitConfig config) {
        List<String> objections = objections(transformer, config);
        if (!objections.isEmpty()) {
            throw new CheckpointException(
                    "%s is of another model: %s".formatted(transformer.path(), String.join("; ", objections)));
        }
    }

    /** What speaks against it; empty if nothing does. */
    public static List<String> objections(Checkpoint transformer, DitConfig config) {
        if (!transformer.has(PATCH) || !transformer.hasWeight(HEAD)) {
            return List.of("it has no %s or no %s, so it is no transformer of Wan".formatted(PATCH, HEAD));
        }
        List<String> objections = new ArrayList<>();
        long patch = transformer.size(PATCH, 2) * transformer.size(PATCH, 3) * transformer.size(PATCH, 4);
        long latent = transformer.weightSize(HEAD, 0) / Math.max(1, patch);
        long expected = 2 * latent + config.framesPerLatent();
        long channels = transformer.size(PATCH, 1);
        if (channels != expected) {
            objections.add("it takes %d input channels%s; expected %d, of a model from image to video (I2V)"
                    .formatted(
                            channels,
                            channels == latent ? ", as a model from text to video (T2V) does" : "",
                            expected));
        }
        if (!transformer.hasBelow("img_emb.")) {
            objections.add("it does not see the picture: there is no img_emb");
        }
        if (!transformer.hasBelow("audio_proj.")) {
            objections.add("it does not hear: there is no audio_proj. Wan's own index lists none of MultiTalk's"
                    + " tensors; the one of MeiGen-MultiTalk does, and names multitalk.safetensors");
        }
        return objections;
    }
}
