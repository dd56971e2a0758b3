package dev.parley.multitalk.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.TensorScope;
import dev.parley.multitalk.internal.torch.Torch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsTest {
    @TempDir
    Path folder;

    private final Torch torch = Torch.open("cpu");

    @AfterEach
    void close() {
        torch.close();
    }

    private Weights open(SafetensorsFile file, byte[] data, TorchType precision) throws IOException {
        return Weights.of(Checkpoint.open(file.write(folder.resolve("model.safetensors"), data)), torch, precision);
    }

    private float[] floats(NDArray tensor) {
        return TensorScope.reading(() -> torch.kernels(CoreKernels.class)
                .place(tensor, "cpu", TorchType.F32.code())
                .toFloatArray());
    }

    private static byte[] oneOfEachType() {
        return ByteBuffer.allocate(9)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(-1.5f)
                .putShort((short) 0x3f80) // 1 in bfloat16
                .putShort((short) 0x4000) // 2 in float16
                .put((byte) -3)
                .array();
    }

    @Test
    void readsEveryPrecisionAsItself() throws IOException {
        Weights weights = open(
                new SafetensorsFile()
                        .tensor("f32", "F32", "[1]", 4)
                        .tensor("bf16", "BF16", "[1]", 2)
                        .tensor("f16", "F16", "[1]", 2)
                        .tensor("i8", "I8", "[1]", 1),
                oneOfEachType(),
                null);
        assertThat(floats(weights.get("f32", 1))).containsExactly(-1.5f);
        assertThat(floats(weights.get("bf16", 1))).containsExactly(1);
        assertThat(floats(weights.get("f16", 1))).containsExactly(2);
        assertThat(floats(weights.get("i8", 1))).containsExactly(-3);
        weights.finish();
    }

    @Test
    void turnsFloatsIntoTheCallersPrecisionAndLeavesIntegers() throws IOException {
        Weights weights = open(
                new SafetensorsFile().tensor("f32", "F32", "[1]", 4).tensor("i8", "I8", "[1]", 1),
                oneOfEachType(),
                TorchType.BF16);
        CoreKernels core = torch.kernels(CoreKernels.class);
        assertThat(core.type(weights.get("f32", 1))).isEqualTo(TorchType.BF16.code());
        assertThat(core.type(weights.get("i8", 1))).isEqualTo(TorchType.I8.code());
    }

    @Test
    void listsAllThatIsWrongAtOnce() throws IOException {
        Weights weights = open(
                new SafetensorsFile()
                        .tensor("blocks.0.q.weight", "F32", "[2,3]", 24)
                        .tensor("blocks.0.q.bias", "F32", "[2]", 8)
                        .tensor("blocks.0.extra", "F32", "[1]", 4)
                        .tensor("textual.x", "F32", "[1]", 4),
                new byte[0],
                TorchType.F32);
        Weights block = weights.ignoring("textual.").at("blocks.0");
        NDArray instead = block.get("q.weight", 2, 4);
        block.get("k.weight", 2, Weights.ANY);
        block.get("q.bias", Weights.ANY);

        assertThat(instead.getShape().getShape()).containsExactly(2, 4);
        assertThatThrownBy(weights::finish)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("model.safetensors does not fit the model in 3 places")
                .hasMessageContaining("blocks.0.q.weight has shape [2, 3] instead of [2, 4]")
                .hasMessageContaining("missing: blocks.0.k.weight [2, any]")
                .hasMessageContaining("left over: blocks.0.extra")
                .message()
                .doesNotContain("textual", "q.bias");
    }

    @Test
    void aSizeThatCannotBeReadIsAnErrorAtOnce() throws IOException {
        Weights weights = open(new SafetensorsFile().tensor("a", "F32", "[1]", 4), new byte[0], null);
        assertThatThrownBy(() -> weights.at("blocks.0").size("q.weight", 1))
                .hasMessageContaining("missing: blocks.0.q.weight");
    }

    @Test
    void countsTheEntriesOfAList() throws IOException {
        SafetensorsFile file = new SafetensorsFile();
        for (int n = 0; n < 12; n++) {
            file.tensor("model.layers.%d.x".formatted(n), "U8", "[1]", 1);
        }
        Weights weights = open(file, new byte[0], null);
        assertThat(weights.at("model").count("layers")).isEqualTo(12);
        assertThat(weights.count("layers")).isZero();
    }

    @Test
    void tensorsOutliveTheScopeTheyAreTakenInAndEndWithTheirOwner() throws IOException {
        Weights weights = open(new SafetensorsFile().tensor("f32", "F32", "[1]", 4), oneOfEachType(), TorchType.F32);
        NDArray taken = TensorScope.reading(() -> weights.get("f32", 1));
        weights.finish();
        assertThat(floats(taken)).containsExactly(-1.5f);
        assertThat(torch.manager().getManagedArrays()).hasSize(1);
    }

    @Test
    void whatIsMissingTakesNoMemoryHoweverLargeItIs() {
        long petabyte = 1L << 25; // squared, in eight bits
        EightBitLayers quantized = EightBitLayers.quantizing(layer -> layer.equals("quantized"));
        Loading loading = Loading.of(TorchType.BF16).withEightBits(quantized).withResidentBytes(0);
        Weights weights = Weights.load(new Checkpoint(folder.resolve("nowhere"), Map.of()), torch, loading);
        weights.get("tensor", petabyte, petabyte);
        weights.leaving().parameter("parameter", petabyte, petabyte);
        weights.leaving().at("dense").matrix(petabyte, petabyte);
        weights.leaving().at("quantized").matrix(petabyte, petabyte);
        assertThatThrownBy(weights::finish)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("in 4 places");
    }

    @Test
    void valuesThatAreMadeNeedNoFile() {
        StoredTensor stored = StoredTensor.contiguous(folder.resolve("nowhere"), 0, TorchType.F32, List.of(2L));
        Checkpoint checkpoint = new Checkpoint(folder.resolve("nowhere"), Map.of("norm.weight", stored));
        Weights weights = Weights.load(
                checkpoint,
                (key, tensor) -> torch.manager().create(new float[] {key.length(), 0.1f}),
                torch,
                Loading.of(TorchType.BF16));
        assertThat(floats(weights.at("norm").get("weight", 2))).containsExactly(11, 0.10009765625f);
        weights.finish();
    }
}
