package dev.parley.multitalk.internal.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.parley.multitalk.internal.torch.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Cuts a text into the pieces that umT5 knows: SentencePiece's unigram model, read from {@code tokenizer.json}. */
public final class TextTokenizer implements AutoCloseable {
    private final HuggingFaceTokenizer tokenizer;

    private TextTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** @param folder that holds {@code tokenizer.json}, as {@code google/umt5-xxl} */
    public static TextTokenizer open(Path folder) throws IOException {
        Torch.stayOffline();
        Path file = folder.resolve("tokenizer.json");
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        // Left to itself the library pads and cuts as the file says; here neither is the file's business.
        return new TextTokenizer(
                HuggingFaceTokenizer.newInstance(file, Map.of("padding", "false", "truncation", "false")));
    }

    /**
     * The ids of {@code text}, cleaned by {@link TextCleaner}, {@code </s>} last.
     *
     * @param most the longest result; of a longer text the end is cut off and {@code </s>} kept
     */
    public long[] encode(String text, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("A text has at least its end token, not " + most);
        }
        long[] ids = tokenizer.encode(TextCleaner.clean(text)).getIds();
        if (ids.length <= most) {
            return ids;
        }
        long[] cut = Arrays.copyOf(ids, most);
        cut[most - 1] = ids[ids.length - 1];
        return cut;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
