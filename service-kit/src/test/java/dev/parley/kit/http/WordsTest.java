package dev.parley.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!doctype html>",
                "\ufeff\n <HTML lang=en>",
                "<!-- saved -->\n<html>",
                "<head><title>x",
                "<script>location='/login'</script>"
            })
    void knowAPage(String head) {
        assertThat(Words.isHtml(bytes(head))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "RIFF....WAVE", "<svg xmlns='x'>", "<?xml version='1.0'?>", "<htmlx>", "a <html>"})
    void knowWhatIsNone(String head) {
        assertThat(Words.isHtml(bytes(head))).isFalse();
    }

    @Test
    void leaveOutWhatNobodySees() {
        assertThat(Words.of(bytes("<style>a</style><p>Not\n\there</p><!-- b --><script>c")))
                .isEqualTo("Not here");
    }

    @Test
    void areFewAndWhole() {
        assertThat(Words.of(bytes("\ud83d\ude00".repeat(200)))).isEqualTo("\ud83d\ude00".repeat(120) + "...");
    }

    @Test
    void areNoneInBytesThatAreNoText() {
        assertThat(Words.of(new byte[] {'R', 'I', 'F', 'F', 0, 1})).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
