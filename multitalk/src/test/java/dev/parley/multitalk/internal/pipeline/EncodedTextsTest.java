package dev.parley.multitalk.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.golden.Golden;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.text.TextEncoder;
import dev.parley.multitalk.internal.text.TextTokenizer;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.Torch;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EncodedTextsTest {
    private static final String FOLDER = "weights/Wan2.1-I2V-14B-480P/";
    private static final int MOST = 64;

    /** The encoder looks its tokens up once for each text. */
    private final AtomicInteger encoded = new AtomicInteger();

    private final Torch torch = Torch.open("cpu", kernels -> (proxy, method, args) -> {
        if (method.getName().equals("rows")) {
            encoded.incrementAndGet();
        }
        return kernels.invoke(proxy, method, args);
    });

    private TextTokenizer tokenizer;
    private TextEncoder encoder;
    private EncodedTexts texts;

    @BeforeEach
    void open() throws IOException {
        tokenizer = TextTokenizer.open(Golden.path(FOLDER + "google/umt5-xxl"));
        encoder = new TextEncoder(Weights.of(
                Checkpoint.open(Golden.path(FOLDER + "models_t5_umt5-xxl-enc-bf16.pth")), torch, TorchType.BF16));
        texts = new EncodedTexts(tokenizer, encoder, torch.kernels(CoreKernels.class));
    }

    @AfterEach
    void close() {
        tokenizer.close();
        torch.close();
    }

    @Test
    void aTextThatComesAgainIsTheSameAndNotEncodedAgain() {
        float[] first = read("a woman talks");
        assertThat(read("a man sings")).isNotEqualTo(first);
        assertThat(read("a woman talks")).isEqualTo(first);
        assertThat(encoded).hasValue(2);
        assertThat(first).isEqualTo(floats(encoder.forward(tokenizer.encode("a woman talks", MOST))));
    }

    @Test
    void aShorterCutOfATextIsAnotherOne() {
        float[] whole = read("a woman talks");
        assertThat(texts.read("a woman talks", 2, EncodedTextsTest::copy)
                        .getShape()
                        .get(0))
                .isEqualTo(2);
        assertThat(read("a woman talks")).isEqualTo(whole);
        assertThat(encoded).hasValue(2);
    }

    @Test
    void theLastFewAreKept() {
        read("a woman talks");
        for (int i = 0; i < EncodedTexts.MOST; i++) {
            read("number " + i);
            read("a woman talks");
        }
        assertThat(encoded).hasValue(EncodedTexts.MOST + 1);
        assertThat(texts.size()).isEqualTo(EncodedTexts.MOST);
        read("number 0");
        assertThat(encoded).hasValue(EncodedTexts.MOST + 2);
    }

    @Test
    void nothingElseIsLeft() {
        read("a woman talks");
        int tensors = torch.manager().getManagedArrays().size();
        read("a man sings");
        assertThat(torch.manager().getManagedArrays()).hasSize(tensors + 1);
        for (int i = 0; i < 2 * EncodedTexts.MOST; i++) {
            read("number " + i);
        }
        assertThat(torch.manager().getManagedArrays()).hasSize(tensors - 1 + EncodedTexts.MOST);
    }

    private float[] read(String text) {
        return floats(texts.read(text, MOST, EncodedTextsTest::copy));
    }

    private static NDArray copy(NDArray tokens) {
        return tokens.duplicate();
    }

    private float[] floats(NDArray tensor) {
        try (tensor;
                NDArray wide = torch.kernels(CoreKernels.class).place(tensor, "cpu", TorchType.F32.code())) {
            return wide.toFloatArray();
        }
    }
}
