package dev.parley.multitalk.internal.pipeline;

import static dev.parley.multitalk.internal.torch.TensorScope.keep;
import static dev.parley.multitalk.internal.torch.TensorScope.scopedAll;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.text.TextEncoder;
import dev.parley.multitalk.internal.text.TextTokenizer;
import dev.parley.multitalk.internal.torch.CoreKernels;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Prompts as the text encoder reads them. What was read last is kept, since the jobs of a farm share their negative
 * prompt and often the prompt, too, and on a GPU that the encoder leaves, it would have to come for each. Nothing that
 * changes while a model is open, such as a LoRA, has a part in it. May be used by several threads.
 */
public final class EncodedTexts {
    /** On the host: of the published encoder's at most 4 MB each. */
    static final int MOST = 16;

    private final TextTokenizer tokenizer;
    private final TextEncoder encoder;
    private final CoreKernels core;
    private final Map<List<Long>, NDArray> kept = new LinkedHashMap<>(MOST, 0.75f, true); // least recently used first

    EncodedTexts(TextTokenizer tokenizer, TextEncoder encoder, CoreKernels core) {
        this.tokenizer = tokenizer;
        this.encoder = encoder;
        this.core = core;
    }

    /**
     * What {@code use} makes of a text's tokens, {@code (n, width)} on the host, of which {@code use} keeps nothing.
     *
     * @param most tokens, see {@link TextTokenizer#encode}
     */
    synchronized NDArray read(String text, int most, UnaryOperator<NDArray> use) {
        long[] ids = tokenizer.encode(text, most);
        List<Long> key = Arrays.stream(ids).boxed().toList();
        NDArray tokens = kept.get(key);
        if (tokens == null) {
            tokens = keep(scopedAll(() -> core.copies(List.of(encoder.forward(ids)), "cpu"))
                    .get(0));
            kept.put(key, tokens);
            forgetTheOldest();
        }
        return use.apply(tokens);
    }

    /** How many tensors are kept. */
    public synchronized int size() {
        return kept.size();
    }

    private void forgetTheOldest() {
        Iterator<NDArray> oldest = kept.values().iterator();
        if (kept.size() > MOST) {
            oldest.next().close();
            oldest.remove();
        }
    }
}
