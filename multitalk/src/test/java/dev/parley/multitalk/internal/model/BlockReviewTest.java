package dev.parley.multitalk.internal.model;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.StoredTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The pickle of the text encoder, with and without damage. */
class BlockReviewTest {
    private static final Path PICKLE =
            Path.of("../models/multitalk-tiny/Wan2.1-I2V-14B-480P/models_t5_umt5-xxl-enc-bf16.pth");

    private static void review(Consumer<Map<String, StoredTensor>> damage) throws IOException {
        Map<String, StoredTensor> tensors =
                new LinkedHashMap<>(Checkpoint.open(PICKLE).tensors());
        // A third one, so that two are alike whichever is damaged.
        Map.copyOf(tensors).forEach((key, tensor) -> {
            if (key.startsWith("blocks.0.")) {
                tensors.put(key.replace("blocks.0.", "blocks.2."), tensor);
            }
        });
        damage.accept(tensors);
        BlockReview.require(new Checkpoint(PICKLE, tensors), "blocks.", "token_embedding.weight", "norm.weight");
    }

    @Test
    void aWholeOnePasses() {
        assertThatCode(() -> review(tensors -> {})).doesNotThrowAnyException();
    }

    @Test
    void missingTensorsAreNamed() {
        assertThatThrownBy(() -> review(tensors -> {
                    tensors.remove("norm.weight");
                    tensors.remove("blocks.1.attn.q.weight");
                }))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(PICKLE.toString())
                .hasMessageContaining("missing: norm.weight; missing: blocks.1.attn.q.weight [");
    }

    @Test
    void aMissingBlockIsNamedOnce() {
        assertThatThrownBy(() -> review(tensors -> tensors.keySet().removeIf(key -> key.startsWith("blocks.1."))))
                .hasMessageEndingWith(": missing: all of blocks.1.");
        assertThatThrownBy(() -> review(tensors -> tensors.keySet().removeIf(key -> key.startsWith("blocks."))))
                .hasMessageEndingWith(": missing: all of blocks.");
    }

    @Test
    void aMisshapenTensorIsNamedWithTheShapeOfTheOthers() {
        assertThatThrownBy(() ->
                        review(tensors -> tensors.put("blocks.1.norm1.weight", tensors.get("blocks.1.attn.q.weight"))))
                .hasMessageContaining("blocks.1.norm1.weight has shape [")
                .hasMessageContaining(", in other blocks [");
    }

    @Test
    void ofMuchDamageAFewAreNamed() {
        assertThatThrownBy(() -> review(
                        tensors -> tensors.keySet().removeIf(key -> key.matches("blocks\\.1\\.(attn|ffn)\\..*"))))
                .hasMessageMatching(".*; and [0-9]+ more");
    }
}
