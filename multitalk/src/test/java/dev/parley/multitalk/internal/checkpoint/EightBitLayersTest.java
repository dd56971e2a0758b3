package dev.parley.multitalk.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.Quantization;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.nn.Linear;
import dev.parley.multitalk.internal.torch.Torch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EightBitLayersTest {
    private static final String MAP = "{\"layer\": {\"weights\": \"qint8\", \"activations\": \"none\"}}";

    @TempDir
    Path folder;

    private final Torch torch = Torch.open("cpu");

    @AfterEach
    void close() {
        torch.close();
    }

    @Test
    void aStoredLayerMultipliesItsIntegersAndThenItsScales() throws IOException {
        Weights weights = stored(
                new SafetensorsFile()
                        .tensor("layer.weight._scale", "F32", "[2,1]", 8)
                        .tensor("layer.bias", "F32", "[2]", 8)
                        .tensor("layer.input_scale", "F32", "[]", 4)
                        .tensor("layer.output_scale", "F32", "[]", 4)
                        .tensor("layer.weight._data", "I8", "[2,2]", 4),
                MAP,
                ByteBuffer.allocate(28)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(0.5f)
                        .putFloat(2)
                        .putFloat(10)
                        .putFloat(20)
                        .putFloat(1)
                        .putFloat(1)
                        .put(new byte[] {127, -128, 3, 4})
                        .array());
        Linear layer = new Linear(weights.at("layer"), weights.size("layer.weight", 1), 2);
        weights.finish();
        assertThat(multiply(layer, 1, 2)).containsExactly((127 - 256) * 0.5f + 10, 11 * 2 + 20);
    }

    @Test
    void everyKeyThatTheMapPromisesIsThere() throws IOException {
        Weights weights = stored(
                new SafetensorsFile().tensor("layer.weight._data", "U8", "[2,2]", 4),
                "{\"layer\": {\"weights\": \"qint8\", \"activations\": \"none\"},"
                        + " \"other\": {\"weights\": \"qint8\", \"activations\": \"none\"}}",
                new byte[4]);
        assertThat(Linear.withoutBias(weights.at("layer"), 2, 2)).isNotNull();
        assertThatThrownBy(weights::finish)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("5 places")
                .hasMessageContaining("layer.weight._data is U8 instead of I8")
                .hasMessageContaining("missing: layer.weight._scale [2, 1]")
                .hasMessageContaining("missing: layer.input_scale")
                .hasMessageContaining("missing: layer.output_scale")
                .hasMessageContaining("in the map, but no linear layer: other");
    }

    @Test
    void aLayerThatTheMapLeavesOutIsNotReadAsIntegers() throws IOException {
        Weights weights =
                stored(new SafetensorsFile().tensor("layer.weight._data", "I8", "[2,2]", 4), "{}", new byte[4]);
        assertThat(Linear.withoutBias(weights.at("layer"), 2, 2)).isNotNull();
        assertThatThrownBy(weights::finish)
                .hasMessageContaining("missing: layer.weight [2, 2]")
                .hasMessageContaining("left over: layer.weight._data");
    }

    @Test
    void onlyWeightsInEightBitsAreRead() throws IOException {
        assertThatThrownBy(() ->
                        EightBitLayers.stored(map("{\"a\": {\"weights\": \"qfloat8\", \"activations\": \"none\"}}")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("a has weights qfloat8 and activations none: only qint8 and none are read")
                .hasMessageEndingWith(
                        "; weights in FP8 are made of a model's floats, by parley models convert --to fp8");
        for (String damaged :
                new String[] {"[]", "{\"a\": 1}", "{\"a\": {}}", "{\"a\"", "{\"a\": {\"weights\": []}}"}) {
            assertThatThrownBy(() -> EightBitLayers.stored(map(damaged)))
                    .as(damaged)
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("is no map of quantized layers");
        }
    }

    @Test
    void quantizingStaysWithinHalfAStepAndKeepsZeros() throws IOException {
        int width = 64;
        float[] values = new float[width * width];
        Random random = new Random(3);
        for (int i = width; i < values.length; i++) { // the first row is zero
            values[i] = (float) random.nextGaussian();
        }
        Checkpoint checkpoint = checkpoint(width, values);
        for (boolean dynamic : new boolean[] {false, true}) {
            EightBitLayers layers = EightBitLayers.quantizing("layer"::equals);
            Loading loading = Loading.of(TorchType.F32)
                    .withEightBits(dynamic ? layers.as(EightBitLayers.Kind.INT8_DYNAMIC) : layers);
            assertThat(checkpoint.bytes(loading, key -> true)).isEqualTo(width * width + 4 * width);
            Weights weights = Weights.load(checkpoint, torch, loading);
            Linear layer = Linear.withoutBias(weights.at("layer"), width, width);
            weights.finish();
            try (NDArray unit = torch.manager().eye(width);
                    NDArray y = layer.forward(unit)) {
                float[] transposed = y.toFloatArray();
                for (int row = 0; row < width; row++) {
                    float most = 0;
                    for (int column = 0; column < width; column++) {
                        most = Math.max(most, Math.abs(values[row * width + column]));
                    }
                    for (int column = 0; column < width; column++) {
                        assertThat(Math.abs(transposed[column * width + row] - values[row * width + column]))
                                .isLessThanOrEqualTo(most / 127 / 2 * 1.0001f);
                    }
                }
            }
        }
    }

    @Test
    void floatsOfEightBitsKeepFourBitsOfEachWeight() throws IOException {
        int width = 32;
        float[] values = new float[width * width];
        Random random = new Random(5);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * (i < width ? 0.01 : 1)); // small rows lose nothing
        }
        Checkpoint checkpoint = checkpoint(width, values);
        Loading loading = Loading.of(TorchType.F32)
                .withEightBits(EightBitLayers.quantizing("layer"::equals).as(EightBitLayers.Kind.FP8));
        assertThat(checkpoint.bytes(loading, key -> true)).isEqualTo(width * width + 4);
        Weights weights = Weights.load(checkpoint, torch, loading);
        Linear layer = Linear.withoutBias(weights.at("layer"), width, width);
        weights.finish();
        try (NDArray unit = torch.manager().eye(width);
                NDArray y = layer.forward(unit)) {
            float[] transposed = y.toFloatArray();
            float largest = 0;
            for (int i = 0; i < values.length; i++) {
                float error = Math.abs(transposed[i % width * width + i / width] - values[i]);
                // The scale brings 3.5 or so to 448; the smallest steps below it are 2^-9.
                assertThat(error).isLessThanOrEqualTo(Math.abs(values[i]) / 16 + 2e-5f);
                largest = Math.max(largest, error / Math.abs(values[i]));
            }
            assertThat(largest).isGreaterThan(1 / 64f);
        }
        assertThatThrownBy(
                        () -> EightBitLayers.stored(map("{\"a\": {\"weights\": \"qint8\", \"activations\": \"none\"}}"))
                                .as(EightBitLayers.Kind.FP8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("higher precision");
    }

    @Test
    void firstBlocksKeepWhatLosesMostInEightBitFloats() {
        EightBitLayers fp8 = EightBitLayers.quantizing(Quantization.FP8, 40);
        List<String> losers = List.of("ffn.0", "self_attn.v", "self_attn.o");
        List<String> others = List.of("ffn.2", "self_attn.q", "self_attn.k", "cross_attn.v", "cross_attn.o");
        for (int block : new int[] {0, 12, 13, 39}) {
            assertThat(losers).allSatisfy(layer -> assertThat(fp8.quantizes("blocks.%d.%s".formatted(block, layer)))
                    .isEqualTo(block > 12));
            assertThat(others).allSatisfy(layer -> assertThat(fp8.quantizes("blocks.%d.%s".formatted(block, layer)))
                    .isTrue());
        }
        assertThat(fp8.quantizes("head.head")).isFalse();
        assertThat(EightBitLayers.quantizing(Quantization.INT8, 40).quantizes("blocks.0.ffn.0"))
                .isTrue();
        assertThat(EightBitLayers.quantizing(Quantization.NONE, 40).quantizes("blocks.39.ffn.2"))
                .isFalse();
    }

    private Checkpoint checkpoint(int width, float[] weight) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * weight.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(weight);
        return Checkpoint.open(new SafetensorsFile()
                .tensor("layer.weight", "F32", "[%d,%d]".formatted(width, width), 4L * weight.length)
                .write(folder.resolve("model.safetensors"), bytes.array()));
    }

    private float[] multiply(Linear layer, float... x) {
        try (NDArray in = torch.manager().create(x, new Shape(1, x.length));
                NDArray y = layer.forward(in)) {
            return y.toFloatArray();
        }
    }

    private Weights stored(SafetensorsFile file, String map, byte[] data) throws IOException {
        Checkpoint checkpoint = Checkpoint.open(file.write(folder.resolve("int8.safetensors"), data));
        return Weights.load(
                checkpoint, torch, Loading.of(TorchType.F32).withEightBits(EightBitLayers.stored(map(map))));
    }

    private Path map(String json) throws IOException {
        return Files.writeString(folder.resolve("map.json"), json);
    }
}
