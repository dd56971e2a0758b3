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
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** multitalk-tiny's VAE, which has the published one's keys, with and without damage. */
class VaeReviewTest {
    private static final Path PICKLE = Path.of("../models/multitalk-tiny/Wan2.1-I2V-14B-480P/Wan2.1_VAE.pth");

    private static void reviewWithout(Predicate<String> lost) throws IOException {
        Map<String, StoredTensor> tensors =
                new LinkedHashMap<>(Checkpoint.open(PICKLE).tensors());
        tensors.keySet().removeIf(lost);
        VaeReview.require(new Checkpoint(PICKLE, tensors));
    }

    @Test
    void aWholeOnePasses() {
        assertThatCode(() -> reviewWithout(key -> false)).doesNotThrowAnyException();
    }

    @Test
    void eachMissingTensorIsNamed() throws IOException {
        for (String lost : Checkpoint.open(PICKLE).tensors().keySet()) {
            assertThatThrownBy(() -> reviewWithout(lost::equals))
                    .as("without %s", lost)
                    .isInstanceOf(CheckpointException.class)
                    .hasMessage("%s: missing: %s", PICKLE, lost);
        }
    }

    @Test
    void aMissingLayerIsNamedOnce() {
        assertThatThrownBy(() -> reviewWithout(key -> key.startsWith("decoder.upsamples.3.")))
                .hasMessageEndingWith(": missing: all of decoder.upsamples.3.");
        assertThatThrownBy(() -> reviewWithout(key -> key.startsWith("encoder.middle.")))
                .hasMessageEndingWith(": missing: all of encoder.middle");
    }
}
