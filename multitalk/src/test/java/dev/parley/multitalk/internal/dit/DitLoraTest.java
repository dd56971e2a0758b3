package dev.parley.multitalk.internal.dit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonArray;
import dev.parley.multitalk.AppliedLoras;
import dev.parley.multitalk.Lora;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.golden.Golden;
import dev.parley.multitalk.golden.GoldenCase;
import dev.parley.multitalk.internal.checkpoint.EightBitLayers;
import dev.parley.multitalk.internal.checkpoint.Loading;
import dev.parley.multitalk.internal.lora.PatchedWeights;
import dev.parley.multitalk.internal.parameter.Matrix;
import dev.parley.multitalk.internal.parameter.Parameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class DitLoraTest {
    private static final String MODEL = "mid.";
    private static final Loading F32 = Loading.of(TorchType.F32);
    private static final Loading FP8 =
            F32.withEightBits(EightBitLayers.quantizingBlocks().as(EightBitLayers.Kind.FP8));
    private static final Loading INT8 = F32.withEightBits(EightBitLayers.quantizingBlocks());
    private static final Loading BF16 = Loading.of(TorchType.BF16);
    private static final Loading BF16_FP8 =
            BF16.withEightBits(EightBitLayers.quantizingBlocks().as(EightBitLayers.Kind.FP8));

    @TestFactory
    Stream<DynamicTest> computesWhatTheMergedModelComputes() {
        return Golden.tests("lora", golden -> {
            Dit dit = DitGoldenTest.open(DitGoldenTest.INDEX, F32);
            try (AppliedLoras applied = apply(golden, dit)) {
                golden.check("out.velocity", DitGoldenTest.forward(dit, golden));
                for (String key : golden.keys(MODEL)) {
                    NDArray tensor = changed(dit, key.substring(MODEL.length()));
                    long rows = golden.get(key).getShape().get(0); // of a large tensor only the first are kept
                    golden.check(key, tensor.get(new NDIndex(":{}", rows)));
                }
                assertThat(applied.ignored())
                        .allMatch(key -> key.matches(".*: .*(alpha|diff_m|lora_(down|up).weight)"));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> leavesTheModelAsItWas() {
        return Golden.tests("lora", golden -> {
            for (Loading loading :
                    List.of(F32, INT8, BF16, BF16_FP8, F32.withResidentBytes(0), INT8.withResidentBytes(0))) {
                Dit dit = DitGoldenTest.open(DitGoldenTest.INDEX, loading);
                NDArray before = DitGoldenTest.forward(dit, golden);
                NDArray between = withLoras(dit, golden);
                assertThat(between).isNotEqualTo(before);
                assertThat(DitGoldenTest.forward(dit, golden)).isEqualTo(before);
                assertThat(withLoras(dit, golden)).isEqualTo(between);
                if (loading == F32) {
                    golden.check("out.velocity", between);
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> isAsNearInEightBitsAsTheModelWithoutIt() {
        return Golden.tests("lora", golden -> {
            NDArray exact = golden.get("out.velocity");
            EightBitLayers blocks = EightBitLayers.quantizingBlocks();
            for (EightBitLayers layers : List.of(blocks, blocks.as(EightBitLayers.Kind.INT8_DYNAMIC))) {
                Dit dit = DitGoldenTest.open(DitGoldenTest.INDEX, F32.withEightBits(layers));
                NDArray difference = withLoras(dit, golden).sub(exact);
                assertThat(difference.norm().getFloat() / exact.norm().getFloat())
                        .isBetween(0.002f, 0.03f);
            }
            for (Loading loading : List.of(FP8, BF16_FP8)) {
                NDArray difference = withLoras(DitGoldenTest.open(DitGoldenTest.INDEX, loading), golden)
                        .sub(exact);
                assertThat(difference.norm().getFloat() / exact.norm().getFloat())
                        .isBetween(0.01f, 0.07f);
            }
            golden.check("out.velocity", withLoras(DitGoldenTest.open(DitGoldenTest.INDEX, F32), golden));
        });
    }

    @TestFactory
    Stream<DynamicTest> doesTheSameToABlockThatWaitsOnTheHost() {
        return Golden.tests("lora", golden -> {
            assertThat(withLoras(DitGoldenTest.open(DitGoldenTest.INDEX, FP8.withResidentBytes(0)), golden))
                    .isEqualTo(withLoras(DitGoldenTest.open(DitGoldenTest.INDEX, FP8), golden));
            Dit resident = DitGoldenTest.open(DitGoldenTest.INDEX, F32);
            Dit leaving = DitGoldenTest.open(DitGoldenTest.INDEX, F32.withResidentBytes(0));
            NDArray velocity = withLoras(leaving, golden);
            assertThat(velocity).isEqualTo(withLoras(resident, golden));
            golden.check("out.velocity", velocity);
        });
    }

    private static NDArray withLoras(Dit dit, GoldenCase golden) throws IOException {
        AppliedLoras applied = apply(golden, dit);
        NDArray velocity = DitGoldenTest.forward(dit, golden);
        applied.close();
        return velocity;
    }

    private static AppliedLoras apply(GoldenCase golden, Dit dit) throws IOException {
        JsonArray files = golden.call().getAsJsonArray("files");
        JsonArray scales = golden.call().getAsJsonArray("scales");
        List<Lora> loras = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            loras.add(new Lora(
                    golden.path(files.get(i).getAsString()), scales.get(i).getAsDouble()));
        }
        return PatchedWeights.apply(loras, golden.torch(), dit.parameters());
    }

    /** A tensor as it is with what has been added, which for a linear layer nobody ever computes. */
    private static NDArray changed(Dit dit, String key) {
        var matrix = dit.parameters().matrix(key.replaceAll("\\.weight$", ""));
        return matrix.map(DitLoraTest::sum)
                .or(() -> dit.parameters().parameter(key).map(Parameter::get))
                .orElseThrow();
    }

    private static NDArray sum(Matrix matrix) {
        NDArray unit = Golden.pytorch().manager().eye((int) matrix.in(), (int) matrix.in(), 0, DataType.FLOAT32);
        return matrix.multiply(unit, null).transpose();
    }
}
