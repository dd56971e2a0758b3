package dev.parley.multitalk.internal.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.Tiling;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.golden.Golden;
import dev.parley.multitalk.golden.GoldenCase;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class VaeGoldenTest {
    private static final String CHECKPOINT = "weights/Wan2.1-I2V-14B-480P/Wan2.1_VAE.pth";

    @TestFactory
    Stream<DynamicTest> encodes() {
        return Golden.tests("vae", name -> name.startsWith("vae_encode"), golden -> {
            NDArray video = withZeroTail(golden, golden.get("in.video").squeeze(0));
            golden.check("out.latent", vae().encode(video, Vae.Slices.ignored()));
        });
    }

    @TestFactory
    Stream<DynamicTest> decodes() {
        return Golden.tests("vae", name -> name.startsWith("vae_decode"), golden -> {
            golden.check("out.video", vae().decode(golden.get("in.latent"), Vae.Slices.ignored()));
        });
    }

    /** The frames that are given, then frames of value 0 up to the number that the reference encoded. */
    private static NDArray withZeroTail(GoldenCase golden, NDArray given) {
        long frames = golden.call().get("frames").getAsLong();
        Shape shape = given.getShape();
        NDArray head = given.get(
                new NDIndex(":, :{}", golden.call().get("zero_tail_after").getAsLong()));
        Shape tail = new Shape(3, frames - head.getShape().get(1), shape.get(2), shape.get(3));
        return tail.get(1) == 0 ? head : head.concat(golden.torch().manager().zeros(tail, DataType.FLOAT32), 1);
    }

    private static Vae vae() {
        return Golden.model(CHECKPOINT, VaeGoldenTest::open);
    }

    private static Vae open(Path path) {
        try {
            Weights weights = Weights.of(Checkpoint.open(path), Golden.pytorch(), TorchType.F32);
            Path scale = path.resolveSibling("vae_config.json");
            Vae vae = new Vae(
                    weights, scale.toFile().exists() ? LatentScale.read(scale) : LatentScale.WAN21, Tiling.NONE);
            weights.finish();
            return vae;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
