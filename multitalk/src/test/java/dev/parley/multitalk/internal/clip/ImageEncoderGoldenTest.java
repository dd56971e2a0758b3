package dev.parley.multitalk.internal.clip;

import ai.djl.ndarray.NDArray;
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

class ImageEncoderGoldenTest {
    private static final String CHECKPOINT =
            "weights/Wan2.1-I2V-14B-480P/models_clip_open-clip-xlm-roberta-large-vit-huge-14.pth";

    @TestFactory
    Stream<DynamicTest> seesWhatTheReferenceSees() {
        return Golden.tests("clip", ImageEncoderGoldenTest::tokens);
    }

    private static void tokens(GoldenCase golden) {
        ImageEncoder encoder = Golden.model(CHECKPOINT, ImageEncoderGoldenTest::open);
        NDArray image = golden.get("in.video").squeeze(2); // (1, 3, H, W): a video of one frame
        golden.check("out.tokens", encoder.forward(image));
    }

    private static ImageEncoder open(Path path) {
        try {
            Weights weights = Weights.of(Checkpoint.open(path), Golden.pytorch(), TorchType.F32);
            var encoder = new ImageEncoder(weights);
            weights.finish();
            return encoder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
