package dev.parley.multitalk.internal.dit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.parley.multitalk.AttentionPrecision;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.golden.Golden;
import dev.parley.multitalk.golden.GoldenCase;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.Loading;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.plan.Mask;
import dev.parley.plan.Size;
import dev.parley.plan.SpeakerMasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class DitGoldenTest {
    private static final String DIRECTORY = "weights/Wan2.1-I2V-14B-480P";
    static final String INDEX = DIRECTORY + "/diffusion_pytorch_model.safetensors.index.json";
    private static final List<String> PARTS = List.of("dit_rope", "dit_rope1d", "dit_time_embedding");

    @TestFactory
    Stream<DynamicTest> forwards() {
        return Golden.tests("dit", name -> !PARTS.contains(name), golden -> {
            TorchType precision = golden.name().endsWith("_bf16") ? TorchType.BF16 : TorchType.F32;
            golden.check("out.velocity", forward(dit(precision), golden));
            if (golden.has("out.velocity_float32_weights")) {
                golden.check("out.velocity_float32_weights", forward(dit(TorchType.F32), golden));
            }
            if (golden.has("mid.audio_proj")) {
                golden.check("mid.audio_proj", audioProjection(golden));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> forwardsWithTheFeedForwardInSlices() {
        return Golden.tests("dit", "dit_single_bf16"::equals, golden -> {
            golden.check("out.velocity", forward(sliced(TorchType.BF16), golden));
            golden.check("out.velocity_float32_weights", forward(sliced(TorchType.F32), golden));
        });
    }

    private static Dit sliced(TorchType precision) {
        return new Dit(
                weights(INDEX, Loading.of(precision)), config(Golden.path(DIRECTORY)), AttentionPrecision.MODEL, 2000);
    }

    private static NDArray audioProjection(GoldenCase golden) {
        AudioTokens audio = dit(TorchType.F32).audio(golden.get("in.audio"));
        return NDArrays.stack(audio.tokens().split(audio.people(), 1), 0); // (people, T, N, width)
    }

    @TestFactory
    Stream<DynamicTest> turnsTokensByTheirPlaceInTheGrid() {
        return Golden.tests("dit", "dit_rope"::equals, golden -> {
            NDArray x = golden.get("in.x"); // (1, L, heads, width)
            long[] grid = golden.longs("in.grid");
            DitKernels kernels = golden.torch().kernels(DitKernels.class);
            int heads = (int) x.getShape().get(2);
            NDArray rope =
                    kernels.ropeGrid(x, grid[0], grid[1], grid[2], x.getShape().get(3));
            NDArray flat = x.reshape(1, x.getShape().get(1), -1);
            golden.check("out.rotated", kernels.rotate(flat, rope, heads).reshape(x.getShape()));
        });
    }

    @TestFactory
    Stream<DynamicTest> turnsTokensByTheirPlaceOnTheLine() {
        return Golden.tests("dit", "dit_rope1d"::equals, golden -> {
            NDArray x = golden.get("in.x"); // (1, heads, L, width)
            DitKernels kernels = golden.torch().kernels(DitKernels.class);
            NDArray rope = kernels.ropeLine(golden.get("in.pos"), x.getShape().get(3));
            int heads = (int) x.getShape().get(1);
            NDArray flat = x.transpose(0, 2, 1, 3).reshape(1, x.getShape().get(2), -1); // (1, L, heads * width)
            NDArray rotated = kernels.rotate(flat, rope, heads)
                    .reshape(1, x.getShape().get(2), heads, x.getShape().get(3));
            golden.check("out.rotated", rotated.transpose(0, 2, 1, 3));
        });
    }

    @TestFactory
    Stream<DynamicTest> embedsTimesteps() {
        return Golden.tests("dit", "dit_time_embedding"::equals, golden -> {
            int frequencies = (int) golden.get("out.sinusoid").getShape().get(1);
            long width = golden.get("out.e").getShape().get(1);
            TimeEmbedding embedding = new TimeEmbedding(weights(INDEX, Loading.of(TorchType.F32)), frequencies, width);
            NDList sinusoids = new NDList();
            NDList embedded = new NDList();
            for (float t : golden.floats("in.t")) {
                sinusoids.add(embedding.sinusoid(t));
                embedded.add(embedding.forward(t).e());
            }
            golden.check("out.sinusoid", NDArrays.concat(sinusoids, 0));
            golden.check("out.e", NDArrays.concat(embedded, 0));
        });
    }

    static NDArray forward(Dit dit, GoldenCase golden) {
        try (Conditioning given = dit.conditioning(
                golden.get("in.y").squeeze(0),
                dit.image(golden.get("in.clip_fea")),
                dit.text(golden.get("in.context")),
                dit.audio(golden.get("in.audio")),
                masks(golden.get("in.ref_target_masks")))) {
            return dit.forward(golden.get("in.latent"), dit.time(golden.floats("in.t")[0]), given);
        }
    }

    private static SpeakerMasks masks(NDArray planes) { // planes: (3, h, w)
        Size size =
                new Size((int) planes.getShape().get(1), (int) planes.getShape().get(2));
        float[] values = planes.toType(DataType.FLOAT32, false).toFloatArray();
        int pixels = size.height() * size.width();
        List<Mask> masks = new ArrayList<>();
        for (int plane = 0; plane < 3; plane++) {
            boolean[] inside = new boolean[pixels];
            for (int i = 0; i < pixels; i++) {
                inside[i] = values[plane * pixels + i] > 0;
            }
            masks.add(new Mask(size, inside));
        }
        return new SpeakerMasks(masks);
    }

    private static Dit dit(TorchType precision) {
        return Golden.model(DIRECTORY + "/" + precision, path -> open(INDEX, Loading.of(precision)));
    }

    /** A model of its own from the golden directory's {@code weights}. */
    static Dit open(String file, Loading loading) {
        Weights weights = weights(file, loading);
        Dit dit = new Dit(weights, config(Golden.path(DIRECTORY)));
        weights.finish();
        return dit;
    }

    private static Weights weights(String file, Loading loading) {
        try {
            return Weights.load(Checkpoint.open(Golden.path(file)), Golden.pytorch(), loading);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DitConfig config(Path directory) {
        try {
            return DitConfig.read(directory.resolve("config.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
