package dev.parley.multitalk.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.golden.Golden;
import dev.parley.multitalk.golden.GoldenCase;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TextEncoderGoldenTest {
    private static final String FOLDER = "weights/Wan2.1-I2V-14B-480P/";
    private static final String CHECKPOINT = FOLDER + "models_t5_umt5-xxl-enc-bf16.pth";

    @TestFactory
    Stream<DynamicTest> readsWhatTheReferenceReads() {
        return Golden.tests("t5", golden -> {
            TextEncoder encoder = Golden.model(CHECKPOINT, TextEncoderGoldenTest::open);
            long[][] rows = realTokens(golden);
            for (int row = 0; row < rows.length; row++) {
                golden.check("out.context_" + row, encoder.forward(rows[row]));
            }
            if (golden.call().has("texts")) {
                assertThat(tokenized(golden)).isDeepEqualTo(rows);
            }
        });
    }

    /** Each row of {@code in.ids (texts, 512)} as far as its mask goes. */
    private static long[][] realTokens(GoldenCase golden) {
        long texts = golden.get("in.ids").getShape().get(0);
        long[] ids = golden.longs("in.ids");
        long[] mask = golden.longs("in.mask");
        int length = (int) (ids.length / texts);
        long[][] rows = new long[(int) texts][];
        for (int row = 0; row < texts; row++) {
            int from = row * length;
            int real = (int) Arrays.stream(mask, from, from + length).sum();
            rows[row] = Arrays.copyOfRange(ids, from, from + real);
        }
        return rows;
    }

    private static long[][] tokenized(GoldenCase golden) throws IOException {
        try (TextTokenizer tokenizer = TextTokenizer.open(golden.path(FOLDER + "google/umt5-xxl"))) {
            return golden.call().getAsJsonArray("texts").asList().stream()
                    .map(text -> tokenizer.encode(text.getAsString(), 512))
                    .toArray(long[][]::new);
        }
    }

    private static TextEncoder open(Path path) {
        try {
            Weights weights = Weights.of(Checkpoint.open(path), Golden.pytorch(), TorchType.F32);
            var encoder = new TextEncoder(weights);
            weights.finish();
            return encoder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
