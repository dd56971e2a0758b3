package dev.parley.multitalk.internal.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.AppliedLoras;
import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.Lora;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.SafetensorsFile;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.nn.LayerNorm;
import dev.parley.multitalk.internal.nn.Linear;
import dev.parley.multitalk.internal.torch.Torch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of one linear layer, {@code y = [x0 + x1, x0 - x1] + [1, 2]}, and a norm. */
class PatchedWeightsTest {
    @TempDir
    Path folder;

    private final Torch torch = Torch.open("cpu");
    private Weights weights;
    private Linear layer;

    @BeforeEach
    void open() throws IOException {
        Path file = new SafetensorsFile()
                .tensor("layer.weight", "F32", "[2,2]", 16)
                .tensor("layer.bias", "F32", "[2]", 8)
                .tensor("norm.weight", "F32", "[2]", 8)
                .tensor("norm.bias", "F32", "[2]", 8)
                .write(folder.resolve("model.safetensors"), floats(1, 1, 1, -1, 1, 2, 1, 1, 0, 0));
        weights = Weights.of(Checkpoint.open(file), torch, TorchType.F32);
        layer = new Linear(weights.at("layer"), 2, 2);
        assertThat(new LayerNorm(weights.at("norm"), 2, 1e-6)).isNotNull();
        weights.finish();
    }

    @AfterEach
    void close() {
        torch.close();
    }

    @Test
    void addsEachFileWithItsOwnScaleAndTakesAllOff() throws IOException {
        int before = torch.manager().getManagedArrays().size();
        try (AppliedLoras loras = apply(new Lora(pair("Wan2.1_a"), 1), new Lora(pair("Wan2.1_b"), -0.5))) {
            assertThat(loras.ignored()).isEmpty();
            assertThat(layer(1, 10)).containsExactly(12 + 0.5f * 21, -7 + 0.5f * 42);
        }
        assertThat(layer(1, 10)).containsExactly(12, -7);
        assertThat(torch.manager().getManagedArrays()).hasSize(before);
    }

    @Test
    void aFileThatIsNamedTwiceCountsTwice() throws IOException {
        Lora lora = new Lora(pair("lora"), 1);
        try (AppliedLoras loras = apply(lora, lora)) {
            assertThat(loras.ignored()).isEmpty();
            assertThat(layer(1, 10)).containsExactly(12 + 2 * 21, -7 + 2 * 42);
        }
    }

    @Test
    void addsToWholeWeightsAndBiases() throws IOException {
        Path file = new SafetensorsFile()
                .tensor("diffusion_model.layer.diff", "F32", "[2,2]", 16)
                .tensor("diffusion_model.layer.diff_b", "F32", "[2]", 8)
                .tensor("diffusion_model.norm.diff", "F32", "[2]", 8)
                .write(folder.resolve("diff.safetensors"), floats(1, 0, 0, 1, 5, 6, 7, 8));
        try (AppliedLoras loras = apply(new Lora(file, 2))) {
            assertThat(loras.ignored()).isEmpty();
            assertThat(layer(1, 10)).containsExactly(11 + 2 + 1 + 10, -9 + 20 + 2 + 12);
            assertThat(norm()).containsExactly(15, 17);
        }
        assertThat(layer(1, 10)).containsExactly(12, -7);
        assertThat(norm()).containsExactly(1, 1);
    }

    @Test
    void namesWhatChangesNothing() throws IOException {
        Path file = new SafetensorsFile()
                .tensor("diffusion_model.layer.lora_down.weight", "F32", "[1,2]", 8)
                .tensor("diffusion_model.layer.lora_up.weight", "F32", "[2,1]", 8)
                .tensor("diffusion_model.layer.alpha", "F32", "[]", 4)
                .tensor("diffusion_model.diff_m", "F32", "[1]", 4)
                .tensor("diffusion_model.nowhere.lora_down.weight", "F32", "[1,2]", 8)
                .tensor("diffusion_model.nowhere.lora_A.weight", "F32", "[1,2]", 8)
                .tensor("layer.diff", "F32", "[2,2]", 16)
                .write(folder.resolve("a.safetensors"));
        try (AppliedLoras loras = apply(new Lora(file, 1))) {
            assertThat(loras.ignored())
                    .containsExactlyInAnyOrder(
                            "a.safetensors: diffusion_model.layer.alpha",
                            "a.safetensors: diffusion_model.diff_m",
                            "a.safetensors: diffusion_model.nowhere.lora_down.weight",
                            "a.safetensors: diffusion_model.nowhere.lora_A.weight",
                            "a.safetensors: layer.diff");
        }
    }

    @Test
    void whatTheModelCannotTakeIsListedAndChangesNothing() throws IOException {
        Path right = pair("right");
        Path wrong = new SafetensorsFile()
                .tensor("diffusion_model.layer.lora_down.weight", "F32", "[1,3]", 12)
                .tensor("diffusion_model.layer.lora_up.weight", "F32", "[2,1]", 8)
                .tensor("diffusion_model.nowhere.lora_down.weight", "F32", "[1,2]", 8)
                .tensor("diffusion_model.nowhere.lora_up.weight", "F32", "[2,1]", 8)
                .tensor("diffusion_model.norm.lora_down.weight", "F32", "[1,2]", 8)
                .tensor("diffusion_model.norm.lora_up.weight", "F32", "[2,1]", 8)
                .tensor("diffusion_model.elsewhere.diff_b", "F32", "[2]", 8)
                .tensor("diffusion_model.norm.diff", "F32", "[3]", 12)
                .tensor("diffusion_model.layer.diff", "F32", "[2,2,1]", 16)
                .tensor("diffusion_model.layer.diff_b", "I8", "[2]", 2)
                .write(folder.resolve("wrong.safetensors"));
        assertThatThrownBy(() -> apply(new Lora(right, 1), new Lora(wrong, 1)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("LoRAs do not fit the model in 7 places:")
                .hasMessageContaining(
                        "wrong.safetensors: layer: up [2, 1] and down [1, 3] instead of [2, rank] and [rank, 2]")
                .hasMessageContaining("nowhere: the model has no such linear layer")
                .hasMessageContaining("norm: the model has no such linear layer")
                .hasMessageContaining("elsewhere: the model has no such bias")
                .hasMessageContaining("norm.weight: a difference of [3] instead of [2]")
                .hasMessageContaining("layer.bias: its tensors are I8, not floating-point")
                .hasMessageContaining("layer.weight: a difference of [2, 2, 1] instead of [2, 2]")
                .message()
                .doesNotContain("right.safetensors");
        assertThat(layer(1, 10)).containsExactly(12, -7);
        assertThat(weights.parameters().isChanged()).isFalse();
    }

    @Test
    void aRankBeyondTheLayersWidthIsRefused() throws IOException {
        Path file = new SafetensorsFile()
                .tensor("diffusion_model.layer.lora_down.weight", "F32", "[1000000,2]", 8_000_000)
                .tensor("diffusion_model.layer.lora_up.weight", "F32", "[2,1000000]", 8_000_000)
                .write(folder.resolve("huge.safetensors"));
        assertThatThrownBy(() -> apply(new Lora(file, 1)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("up [2, 1000000] and down [1000000, 2]")
                .hasMessageContaining("rank at most 2");
    }

    @Test
    void aFileInAnotherDialectIsNoLora() throws IOException {
        Path file = new SafetensorsFile()
                .tensor("diffusion_model.layer.lora_A.weight", "F32", "[1,2]", 8)
                .write(folder.resolve("peft.safetensors"));
        assertThatThrownBy(() -> apply(new Lora(file, 1)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(
                        "peft.safetensors: nothing in it is for this model, [diffusion_model.layer.lora_A.weight]");
    }

    @Test
    void othersArePutOnOnlyWhenTheFirstAreOff() throws IOException {
        Lora lora = new Lora(pair("lora"), 1);
        AppliedLoras first = apply(lora);
        assertThatThrownBy(() -> apply(lora)).isInstanceOf(IllegalStateException.class);
        first.close();
        AppliedLoras second = apply(lora);
        first.close(); // again, which takes nothing off
        assertThat(layer(1, 10)).containsExactly(12 + 21, -7 + 42);
        second.close();
        assertThat(layer(1, 10)).containsExactly(12, -7);
    }

    @Test
    void aScaleIsANumber() {
        assertThatThrownBy(() -> new Lora(Path.of("a.safetensors"), Double.NaN))
                .hasMessage("The scale of a.safetensors must be finite, not NaN");
    }

    private AppliedLoras apply(Lora... loras) throws IOException {
        return PatchedWeights.apply(List.of(loras), torch, weights.parameters());
    }

    /** Adds {@code [s, 2 s]} with {@code s = x0 + 2 x1}. */
    private Path pair(String name) {
        return new SafetensorsFile()
                .tensor("diffusion_model.layer.lora_up.weight", "F32", "[2,1]", 8)
                .tensor("diffusion_model.layer.lora_down.weight", "F32", "[1,2]", 8)
                .write(folder.resolve(name + ".safetensors"), floats(1, 2, 1, 2));
    }

    private float[] layer(float... x) {
        try (NDArray in = torch.manager().create(x, new Shape(1, 2));
                NDArray y = layer.forward(in)) {
            return y.toFloatArray();
        }
    }

    private float[] norm() {
        return weights.parameters().parameter("norm.weight").orElseThrow().get().toFloatArray();
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }
}
