package dev.parley.multitalk.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.multitalk.golden.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TextTokenizerTest {
    private static final long END = 1;

    private static TextTokenizer open() {
        return Golden.model("weights/Wan2.1-I2V-14B-480P/google/umt5-xxl", folder -> {
            try {
                return TextTokenizer.open(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void aLongTextLosesItsEndAndKeepsTheEndToken() {
        String text = "warm light falls over the wooden room ".repeat(200);
        long[] whole = open().encode(text, 100_000);
        long[] cut = open().encode(text, 512);
        assertThat(whole.length).isGreaterThan(512);
        assertThat(cut).hasSize(512).endsWith(END);
        assertThat(Arrays.copyOf(cut, 511)).isEqualTo(Arrays.copyOf(whole, 511));
    }

    @Test
    void anEmptyTextIsItsEndToken() {
        assertThat(open().encode("", 512)).containsExactly(END);
        assertThat(open().encode("   ", 1)).containsExactly(END);
    }

    @Test
    void textIsCleanedFirst() {
        assertThat(open().encode("  a &amp;  b", 512)).isEqualTo(open().encode("a & b", 512));
    }

    @Test
    void saysWhichFileIsMissing() {
        assertThatThrownBy(() -> TextTokenizer.open(Path.of("nowhere")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("tokenizer.json");
    }
}
