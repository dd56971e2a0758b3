package dev.parley.multitalk.internal.wav2vec2;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.Speech;
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

class SpeechEncoderGoldenTest {
    private static final String CHECKPOINT = "weights/chinese-wav2vec2-base/pytorch_model.bin";

    @TestFactory
    Stream<DynamicTest> hearsWhatTheReferenceHears() {
        return Golden.tests("wav2vec2", golden -> {
            float[] samples = golden.floats("in.waveform");
            if (golden.has("out.input_values")) {
                float[] normalized = SpeechEncoder.normalize(samples, samples.length);
                golden.check("out.input_values", row(golden, normalized));
            } else {
                SpeechEncoder encoder = Golden.model(CHECKPOINT, SpeechEncoderGoldenTest::open);
                golden.check("out.embedding", encoder.forward(Speech.ofPrepared(samples), samples.length));
            }
        });
    }

    private static NDArray row(GoldenCase golden, float[] values) {
        return golden.torch().manager().create(values, new Shape(1, values.length));
    }

    private static SpeechEncoder open(Path path) {
        try {
            Weights weights = Weights.of(Checkpoint.open(path), Golden.pytorch(), TorchType.F32);
            var encoder = new SpeechEncoder(weights, SpeechEncoderConfig.read(path.resolveSibling("config.json")));
            weights.finish();
            return encoder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
