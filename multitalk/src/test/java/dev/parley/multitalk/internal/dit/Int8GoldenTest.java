package dev.parley.multitalk.internal.dit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import com.google.gson.JsonParser;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.golden.Golden;
import dev.parley.multitalk.golden.GoldenCase;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.EightBitLayers;
import dev.parley.multitalk.internal.checkpoint.Loading;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.text.TextEncoder;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Networks in eight bits: from the published kind of file, and made of the floats that such a file was made of. */
class Int8GoldenTest {
    private static final Loading F32 = Loading.of(TorchType.F32);
    private static final String TEXT = "weights/Wan2.1-I2V-14B-480P/models_t5_umt5-xxl-enc-bf16.pth";
    private static final String LAYER = "blocks.0.self_attn.q";

    @TestFactory
    Stream<DynamicTest> computesWhatTheReferenceComputes() {
        return Golden.tests("quant", golden -> {
            String file = golden.call().get("file").getAsString();
            Path map = golden.path(file.replace("_int8.safetensors", "_map_int8.json"));
            Loading stored = F32.withEightBits(EightBitLayers.stored(map));
            Loading quantizing = F32.withEightBits(EightBitLayers.quantizing(layers(map)::contains));
            if (golden.has("in.latent")) {
                Dit dit = DitGoldenTest.open(file, stored);
                NDArray velocity = DitGoldenTest.forward(dit, golden);
                golden.check("out.velocity", velocity);
                golden.check("mid.linear_out", linear(dit, golden));
                Dit ownQuantized = DitGoldenTest.open(DitGoldenTest.INDEX, quantizing);
                assertThat(DitGoldenTest.forward(ownQuantized, golden)).isEqualTo(velocity);
            } else {
                NDArray context = encode(file, stored, golden);
                golden.check("out.context", context);
                assertThat(encode(TEXT, quantizing, golden)).isEqualTo(context);
            }
        });
    }

    private static Set<String> layers(Path map) {
        try (Reader reader = Files.newBufferedReader(map)) {
            return JsonParser.parseReader(reader).getAsJsonObject().keySet();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NDArray linear(Dit dit, GoldenCase golden) {
        NDArray bias = dit.parameters().parameter(LAYER + ".bias").orElseThrow().get();
        return dit.parameters().matrix(LAYER).orElseThrow().multiply(golden.get("mid.linear_in"), bias);
    }

    private static NDArray encode(String file, Loading loading, GoldenCase golden) throws IOException {
        Weights weights = Weights.load(Checkpoint.open(golden.path(file)), golden.torch(), loading);
        TextEncoder encoder = new TextEncoder(weights);
        weights.finish();
        NDList rows = new NDList();
        long texts = golden.get("in.ids").getShape().get(0);
        for (long text = 0; text < texts; text++) {
            rows.add(encoder.forward(golden.get("in.ids").get(text).toLongArray()));
        }
        return NDArrays.stack(rows, 0); // (texts, L, width)
    }
}
